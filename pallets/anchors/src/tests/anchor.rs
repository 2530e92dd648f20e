use crate::{
	mock::*,
	types::{permanent_footprint, row_footprint},
	Entries, Error, Event, FirstSeen, Log, Nodes, Rows,
};
use census_anchor_log::{
	leaf::{
		AnchorId, Author, Content, Description, Details, Digest, Moment, Parent, SoftBinding,
		Subject, MAX_PARENTS,
	},
	shape::MAX_LEAVES,
	terms::{HashAlgorithm, Kind, Relation, SourceType, Use, Uses},
	Log as AnchorLog,
};
use census_views::anchors as views;
use codec::Encode;
use frame_support::{assert_err, assert_ok};
use sp_runtime::TokenError;

fn children_of(parents: &[AnchorId]) -> Box<Description> {
	let parents: Vec<_> = parents
		.iter()
		.map(|anchor| Parent { anchor: *anchor, relation: Relation::InputTo })
		.collect();
	Box::new(Description { parents: parents.try_into().unwrap(), ..Description::of(Kind::Model) })
}

#[test]
fn a_hash_is_anchored() {
	run(|| {
		let anchor = new_anchor(1);
		let leaf = leaf(anchor);
		assert_eq!(leaf.entry.moment, Moment { block: 1, time: 1_700_000_006_000 });
		assert_eq!(leaf.entry.author, Author::Account(AUTHOR));
		assert_eq!(leaf.entry.subject, Subject::Anchor(Content::Single(digest(1))));
		assert_eq!(leaf.entry.committed, None);
		let details = plain().encode();
		assert!(leaf.has_details::<crate::HostHasher>(&details));
		assert_eq!(
			events(),
			[Event::Anchored {
				anchor,
				author: AUTHOR,
				content: Content::Single(digest(1)),
				first_seen: true
			}]
		);
	});
}

#[test]
fn the_ticket_is_held_and_the_rest_is_burnt() {
	run(|| {
		let issuance = Balances::total_issuance();
		let anchor = new_anchor(1);
		let entry = leaf(anchor).entry;
		let ticket = row_footprint(&Details::Description(*plain()), 0);
		assert_eq!(held(AUTHOR), deposit(ticket.size as usize));
		let first = permanent_footprint(&entry, true).size * BYTE_PRICE;
		assert_eq!(Balances::total_issuance(), issuance - first);
		assert_eq!(Balances::free_balance(AUTHOR), FUNDS - held(AUTHOR) - first);

		new_anchor(1);
		let again = permanent_footprint(&entry, false).size * BYTE_PRICE;
		assert_eq!(first - again, u64::from(crate::FIRST_SEEN_BYTES) * BYTE_PRICE);
		assert_eq!(Balances::total_issuance(), issuance - first - again);
	});
}

#[test]
fn a_hash_is_first_seen_once_and_anchored_by_anybody() {
	run(|| {
		let first = new_anchor(1);
		next_block();
		assert_ok!(Anchors::anchor(by(OTHER), digest(1), plain()));
		assert!(matches!(events()[..], [Event::Anchored { first_seen: false, .. }]));
		assert_eq!(FirstSeen::<Test>::get((digest(1), false)), Some(first));
		// Another function's hash of the same bytes is another hash.
		let mut other = digest(1);
		other.algorithm = HashAlgorithm::Blake3;
		assert_ok!(Anchors::anchor(by(OTHER), other, plain()));
		assert_eq!(FirstSeen::<Test>::get((other, false)), Some(first + 3));
	});
}

/// A root that is a file's hash: its leaf would prove nothing of the file.
#[test]
fn a_batch_takes_no_first_sight_of_a_files_hash() {
	run(|| {
		let Digest { algorithm, hash } = digest(1);
		let batch = Log::<Test>::get().count();
		assert_ok!(Anchors::anchor_batch(by(OTHER), algorithm, hash, 1, plain()));
		assert_eq!(Anchors::first_seen(digest(1)).unwrap().index, batch, "it is a root, and that");
		let file = new_anchor(1);
		assert!(matches!(events().last(), Some(Event::Anchored { first_seen: true, .. })));
		assert_eq!(Anchors::first_seen(digest(1)).unwrap().index, file);
		// Nor does the file take that of the root.
		assert_eq!(FirstSeen::<Test>::get((digest(1), true)), Some(batch));
		assert_ok!(Anchors::anchor_batch(by(AUTHOR), algorithm, hash, 1, plain()));
		assert!(matches!(events().last(), Some(Event::Anchored { first_seen: false, .. })));
	});
}

#[test]
fn everything_that_can_be_said_is_kept() {
	run(|| {
		let parents = [new_anchor(1), new_anchor(2)];
		let description = Description {
			source_type: Some(SourceType::TrainedAlgorithmicMedia),
			licence: b"https://creativecommons.org/licenses/by/4.0/".to_vec().try_into().unwrap(),
			uses: Uses { ai_training: Some(Use::NotAllowed), ..Default::default() },
			soft_binding: Some(SoftBinding {
				algorithm: b"com.adobe.trustmark.P".to_vec().try_into().unwrap(),
				value: vec![0xff; 64].try_into().unwrap(),
			}),
			memo: "naïve".as_bytes().to_vec().try_into().unwrap(),
			..*children_of(&parents)
		};
		let anchor = Log::<Test>::get().count();
		assert_ok!(Anchors::anchor(by(AUTHOR), digest(3), description.clone().into()));
		assert!(leaf(anchor).has_details::<crate::HostHasher>(&description.encode()));
		let row = Rows::<Test>::get(anchor).unwrap();
		assert_eq!(row.details, Details::Description(description.clone()));

		let shown = Anchors::anchor_view(anchor).unwrap();
		assert_eq!(shown.leaf, leaf(anchor).into());
		assert_eq!(shown.evictable_from.map(u64::from), Some(row.evictable_from));
		assert_eq!((&shown.description, shown.grounds), (&Some(description.into()), None));
		let shown = shown.description.unwrap();
		assert_eq!(shown.kind, Kind::Model);
		assert_eq!(shown.source_type, Some(SourceType::TrainedAlgorithmicMedia));
		assert_eq!(shown.licence, "https://creativecommons.org/licenses/by/4.0/");
		assert_eq!(shown.uses.ai_training, Some(Use::NotAllowed));
		let of = |anchor| views::ParentAnchor { anchor, relation: Relation::InputTo };
		assert_eq!(shown.parents, parents.map(of));
		let binding = views::SoftBinding {
			algorithm: "com.adobe.trustmark.P".into(),
			value: vec![0xff; 64].into(),
		};
		assert_eq!(shown.soft_binding, Some(binding));
		assert_eq!(shown.memo, "naïve");
	});
}

#[test]
fn a_batch_costs_what_one_costs() {
	run(|| {
		let single = new_anchor(1);
		let batch = Log::<Test>::get().count();
		let mut paid = Vec::new();
		for items in [1, 1_000_000, MAX_LEAVES] {
			let before = Balances::total_issuance();
			assert_ok!(Anchors::anchor_batch(
				by(AUTHOR),
				HashAlgorithm::Sha256,
				[items as u8 ^ 5; 32],
				items,
				plain()
			));
			paid.push(before - Balances::total_issuance());
		}
		assert!(paid.windows(2).all(|pair| pair[0] == pair[1]));
		assert_eq!(Nodes::<Test>::iter().count(), 1);
		let entry = Entries::<Test>::get(batch + 1).unwrap();
		let single = Entries::<Test>::get(single).unwrap();
		assert_eq!(entry.encoded_size() - single.encoded_size(), 8, "the count alone");
		let Subject::Anchor(Content::Batch { items, .. }) = entry.subject else {
			panic!("a batch")
		};
		assert_eq!(items, 1_000_000);
	});
}

#[test]
fn a_batch_has_items_and_no_more_than_a_tree_can_have() {
	run(|| {
		for items in [0, MAX_LEAVES + 1, u64::MAX] {
			assert_refused(
				|| {
					let algorithm = HashAlgorithm::Sha256;
					done(Anchors::anchor_batch(by(AUTHOR), algorithm, [1; 32], items, plain()))
				},
				Error::BatchSize,
			);
		}
	});
}

/// A3.
#[test]
fn a_parent_is_an_older_anchor() {
	run(|| {
		let anchor = new_anchor(1);
		let refused = |parents: &[AnchorId], error| {
			let description = children_of(parents);
			assert_refused(|| done(Anchors::anchor(by(AUTHOR), digest(2), description)), error);
		};
		let next = Log::<Test>::get().count();
		refused(&[next], Error::NotAnchor);
		refused(&[next + 1], Error::NotAnchor);
		refused(&[u64::MAX], Error::NotAnchor);
		refused(&[anchor, anchor], Error::ParentsNotAscending);
		assert_ok!(Anchors::dispute(by(OTHER), anchor, statement()));
		refused(&[anchor, next], Error::NotAnchor);
		next_block();
		// The leaf that the chain itself logged is no anchor either.
		refused(&[leaf_of_set()], Error::NotAnchor);
		let other = new_anchor(2);
		refused(&[other, anchor], Error::ParentsNotAscending);
		assert_ok!(Anchors::anchor(by(AUTHOR), digest(2), children_of(&[anchor, other])));
	});
}

/// The leaf of the first authority set.
fn leaf_of_set() -> AnchorId {
	Entries::<Test>::iter()
		.find(|(_, entry)| entry.author == Author::Chain)
		.expect("the first block logged it")
		.0
}

#[test]
fn the_most_parents_are_taken_and_an_evicted_one_too() {
	run(|| {
		let parents: Vec<_> = (0..MAX_PARENTS.into()).map(new_anchor).collect();
		assert_ok!(Anchors::evict(by(AUTHOR), parents[..2].to_vec().try_into().unwrap()));
		let child = Log::<Test>::get().count();
		assert_ok!(Anchors::anchor(by(OTHER), digest(99), children_of(&parents)));
		assert_eq!(Anchors::ancestors(child, 100).edges.len(), MAX_PARENTS as usize);
	});
}

#[test]
fn texts_are_texts() {
	run(|| {
		let not_text = || vec![0xff, 0xfe];
		let mut memo = plain();
		memo.memo = not_text().try_into().unwrap();
		let mut licence = plain();
		licence.licence = not_text().try_into().unwrap();
		let mut binding = plain();
		binding.soft_binding = Some(SoftBinding {
			algorithm: not_text().try_into().unwrap(),
			value: Default::default(),
		});
		for description in [memo, licence, binding] {
			assert_refused(
				|| done(Anchors::anchor(by(AUTHOR), digest(1), description)),
				Error::NotText,
			);
		}
	});
}

#[test]
fn who_cannot_pay_anchors_nothing() {
	run(|| {
		let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
		let result = frame_support::storage::with_storage_layer(|| {
			done(Anchors::anchor(by(POOR), digest(1), plain()))
		});
		assert!(result.is_err());
		assert_eq!(sp_io::storage::root(sp_runtime::StateVersion::V1), before);
		// Not even who could make the deposit, and not pay for the leaf beside it.
		let ticket = deposit(row_footprint(&Details::Description(*plain()), 0).size as usize);
		assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), POOR, ticket + 1));
		assert_err!(
			done(Anchors::anchor(by(POOR), digest(1), plain())),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn a_full_log_refuses_and_changes_nothing() {
	externalities().execute_with(|| {
		let peaks = vec![[1; 32]; MAX_LEAVES.count_ones() as usize];
		Log::<Test>::put(AnchorLog::new(MAX_LEAVES, peaks).unwrap());
		assert_refused(|| done(Anchors::anchor(by(AUTHOR), digest(1), plain())), Error::LogFull);
		// A block ends all the same.
		end_block();
		assert_eq!(Rows::<Test>::iter().count(), 0);
	});
}

#[test]
fn the_weight_is_that_of_the_pages_written() {
	use crate::weights;
	run(|| {
		let weight = |pages| Some(<() as weights::WeightInfo>::anchor(0, pages));
		for number in 0..31 {
			let done = Anchors::anchor(by(AUTHOR), digest(number), plain()).unwrap();
			assert_eq!(done.actual_weight, weight(1));
		}
		let done = Anchors::anchor(by(AUTHOR), digest(31), plain()).unwrap();
		assert_eq!(done.actual_weight, weight(2), "32 leaves begin a page of the next height");
	});
}
