use crate::{mock::*, ByAuthor, ByDigest, Error, Event, FirstSeen, Links, Rows};
use census_anchor_log::leaf::{AnchorId, Description, Parent};
use census_anchor_log::terms::{Kind, Relation};
use frame_support::{assert_ok, traits::fungible::Inspect};

fn evict(who: u64, anchors: &[AnchorId]) -> sp_runtime::DispatchResult {
	Anchors::evict(by(who), anchors.to_vec().try_into().unwrap())
}

/// A5, A6.
#[test]
fn eviction_returns_the_ticket_and_keeps_the_leaf_and_the_first_sight() {
	run(|| {
		let anchor = new_anchor(1);
		let kept = leaf(anchor);
		let burnt = FUNDS - Balances::total_balance(&AUTHOR);
		skip_blocks(ROW_PERIOD);
		assert_ok!(evict(OTHER, &[anchor]));
		assert_eq!(events(), [Event::Evicted { anchor }]);
		assert_eq!(held(AUTHOR), 0);
		assert_eq!(Balances::free_balance(AUTHOR), FUNDS - burnt, "the rest is not refunded");

		assert_eq!(leaf(anchor), kept);
		assert_eq!(FirstSeen::<Test>::get((digest(1), false)), Some(anchor));
		assert_eq!(Anchors::first_seen(digest(1)), Some(kept.into()));
		let count = Anchors::log_view().count;
		assert!(Anchors::inclusion_proof(anchor, count).is_some());
		let items = (
			Rows::<Test>::iter().count(),
			ByDigest::<Test>::iter().count(),
			ByAuthor::<Test>::iter().count(),
		);
		assert_eq!(items, (0, 0, 0));

		// It is not first seen again.
		assert_ok!(Anchors::anchor(by(OTHER), digest(1), plain()));
		assert_eq!(FirstSeen::<Test>::get((digest(1), false)), Some(anchor));
	});
}

#[test]
fn others_wait_for_the_row_to_be_evictable_and_its_author_does_not() {
	run(|| {
		let (first, second) = (new_anchor(1), new_anchor(2));
		assert_ok!(evict(AUTHOR, &[first]));
		skip_blocks(ROW_PERIOD - 1);
		assert_refused(|| evict(OTHER, &[second]), Error::RowNotEvictable);
		next_block();
		assert_ok!(evict(OTHER, &[second]));
	});
}

#[test]
fn a_renewed_row_is_safe_for_another_period() {
	run(|| {
		let anchor = new_anchor(1);
		skip_blocks(ROW_PERIOD - 1);
		assert_refused(|| Anchors::renew(by(OTHER), anchor), Error::NotAuthor);
		assert_ok!(Anchors::renew(by(AUTHOR), anchor));
		assert_eq!(events(), [Event::Renewed { anchor, evictable_from: 2 * ROW_PERIOD }]);
		skip_blocks(ROW_PERIOD - 1);
		assert_refused(|| evict(OTHER, &[anchor]), Error::RowNotEvictable);
		next_block();
		assert_ok!(evict(OTHER, &[anchor]));
		assert_refused(|| Anchors::renew(by(AUTHOR), anchor), Error::RowNotFound);
	});
}

#[test]
fn eviction_is_bounded_and_all_or_nothing() {
	run(|| {
		let anchors: Vec<_> = (0..u64::from(MAX_EVICTIONS)).map(new_anchor).collect();
		let too_many = vec![0u64; MAX_EVICTIONS as usize + 1];
		assert!(frame_support::BoundedVec::<_, <Test as crate::Config>::MaxEvictions>::try_from(
			too_many
		)
		.is_err());
		assert_refused(|| evict(AUTHOR, &[anchors[0], 999]), Error::RowNotFound);
		assert_refused(|| evict(AUTHOR, &[anchors[0], anchors[0]]), Error::RowNotFound);
		assert_ok!(evict(AUTHOR, &anchors));
		assert_eq!(held(AUTHOR), 0);
	});
}

#[test]
fn links_go_with_the_newer_row() {
	run(|| {
		let parent = new_anchor(1);
		let child = parent + 1;
		let description = Description {
			parents: vec![Parent { anchor: parent, relation: Relation::ParentOf }]
				.try_into()
				.unwrap(),
			..Description::of(Kind::Output)
		};
		assert_ok!(Anchors::anchor(by(OTHER), digest(2), description.into()));
		assert_ok!(evict(AUTHOR, &[parent]));
		assert_eq!(Anchors::descendants(parent, 9).edges.len(), 1);
		assert_ok!(evict(OTHER, &[child]));
		assert_eq!(Links::<Test>::iter().count(), 0);
		assert_eq!(Anchors::descendants(parent, 9).edges.len(), 0);
	});
}
