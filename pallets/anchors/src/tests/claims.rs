use crate::{
	claim_topic,
	mock::*,
	types::{CLAIM_BYTES, WINDOW_BYTES},
	Error, Event, Log,
};
use census_anchor_log::{
	leaf::{AnchorId, Author, Subject},
	terms::Claim,
};
use census_primitives::{Page, PersonRefusal, PersonScope, ScopeId};
use census_views::anchors::{Tally, TallyKey};
use frame_support::{
	assert_noop, assert_ok, storage::with_storage_layer, traits::fungible::Inspect,
};
use sp_runtime::{DispatchError, DispatchResult};

const PRICE: u64 = CLAIM_BYTES as u64 * BYTE_PRICE;

/// Opens a window of [`OTHER`]'s for an anchor.
pub(super) fn window(anchor: AnchorId, slots: u32, until: u64) -> ScopeId {
	assert_ok!(Anchors::open_window(by(OTHER), anchor, slots, 0, until));
	match events().last() {
		Some(Event::WindowOpened { window, .. }) => *window,
		other => panic!("{other:?} is not a window"),
	}
}

fn scope(window: ScopeId, anchor: AnchorId, claim: Claim) -> PersonScope {
	PersonScope::Application { scope: window, topic: claim_topic(anchor, claim) }
}

/// A person makes a claim in a window.
pub(super) fn claim(
	secret: u32,
	window: ScopeId,
	anchor: AnchorId,
	claim: Claim,
) -> DispatchResult {
	let call = crate::Call::<Test>::claim { window, anchor, claim };
	act_as(secret, scope(window, anchor, claim), call.into())
}

/// The same, if the window had not been asked beforehand.
fn claim_unasked(secret: u32, window: ScopeId, anchor: AnchorId, claim: Claim) -> DispatchResult {
	let call = crate::Call::<Test>::claim { window, anchor, claim };
	with_storage_layer(|| Persons::act_unasked(secret, scope(window, anchor, claim), call.into()))
}

/// A4.
#[test]
fn a_person_claims_once_for_each_claim_and_window() {
	run(|| {
		let anchor = new_anchor(1);
		let (first, second) = (window(anchor, 6, 9), window(anchor, 6, 9));
		assert_ok!(claim(0, first, anchor, Claim::MadeByHuman));
		let again = claim(0, first, anchor, Claim::MadeByHuman);
		assert_eq!(again, Err(refused(PersonRefusal::NullifierUsed)));
		assert_ok!(claim(1, first, anchor, Claim::MadeByHuman));
		assert_ok!(claim(0, first, anchor, Claim::ReviewedByHuman));
		assert_ok!(claim(0, second, anchor, Claim::MadeByHuman));

		let Page { items: mut tallies, next } = Anchors::tallies(anchor, None, 9);
		assert_eq!(next, None);
		// In the order of their keys' hashes, page by page too.
		let first_two = Anchors::tallies(anchor, None, 2);
		assert_eq!(first_two.items, tallies[..2]);
		let Tally { window, claim, .. } = tallies[1];
		assert_eq!(first_two.next, Some(TallyKey { window, claim }));
		let rest = Page { items: tallies[2..].to_vec(), next: None };
		assert_eq!(Anchors::tallies(anchor, first_two.next, 2), rest);

		tallies.sort_by_key(|tally| (tally.window, tally.claim));
		assert_eq!(
			tallies,
			[
				Tally { window: first, claim: Claim::MadeByHuman, count: 2 },
				Tally { window: first, claim: Claim::ReviewedByHuman, count: 1 },
				Tally { window: second, claim: Claim::MadeByHuman, count: 1 },
			]
		);
		assert_eq!(Anchors::window_view(first).unwrap().used, 3);
	});
}

#[test]
fn a_claim_is_a_leaf_with_an_alias_of_its_own() {
	run(|| {
		let anchor = new_anchor(1);
		let window = window(anchor, 2, 9);
		let index = Log::<Test>::get().count();
		assert_ok!(claim(3, window, anchor, Claim::DepictsMe));
		let alias = Persons::alias(3, scope(window, anchor, Claim::DepictsMe));
		let entry = leaf(index).entry;
		assert_eq!(entry.author, Author::Person(alias.to_be_bytes()));
		assert_eq!(entry.subject, Subject::Claim { anchor, claim: Claim::DepictsMe, window });
		assert_eq!(
			events().last(),
			Some(&Event::Claimed { leaf: index, anchor, claim: Claim::DepictsMe, window, alias })
		);
		assert_ok!(claim(3, window, anchor, Claim::MadeByHuman));
		assert_ne!(leaf(index + 1).entry.author, entry.author, "they cannot be linked");
	});
}

#[test]
fn only_a_person_acting_on_this_very_topic_claims() {
	run(|| {
		let (anchor, other) = (new_anchor(1), new_anchor(2));
		let (first, second) = (window(anchor, 2, 9), window(anchor, 2, 9));
		let assert_bad = |origin: RuntimeOrigin| {
			let result = Anchors::claim(origin, first, anchor, Claim::MadeByHuman);
			assert_noop!(done(result), DispatchError::BadOrigin);
		};
		assert_bad(by(AUTHOR));
		assert_bad(RuntimeOrigin::root());
		assert_bad(RuntimeOrigin::none());
		for scope in [
			scope(first, other, Claim::MadeByHuman),
			scope(first, anchor, Claim::DepictsMe),
			scope(second, anchor, Claim::MadeByHuman),
			PersonScope::Quota { epoch: 1, counter: 0 },
			PersonScope::Session { epoch: 1 },
			PersonScope::Application { scope: first, topic: [0; 32] },
		] {
			assert_bad(Persons::origin(0, scope));
		}
	});
}

#[test]
fn only_anchors_are_claimed_of() {
	run(|| {
		let anchor = new_anchor(1);
		assert_ok!(Anchors::dispute(by(OTHER), anchor, statement()));
		for other in [anchor + 1, anchor + 2, u64::MAX] {
			let open = || Anchors::open_window(by(OTHER), other, 2, 0, 9);
			assert_refused(open, Error::NotAnchor);
		}
		let window = window(anchor, 2, 9);
		assert_ok!(Anchors::evict(by(AUTHOR), vec![anchor].try_into().unwrap()));
		assert_ok!(claim(0, window, anchor, Claim::MadeByHuman));
	});
}

/// There are as many topics as anchors: one person could use up every slot that somebody paid for.
#[test]
fn one_person_does_not_use_up_a_window_with_other_anchors() {
	run(|| {
		let (anchor, others) = (new_anchor(1), [new_anchor(2), new_anchor(3)]);
		let window = window(anchor, 4, 9);
		for other in others.into_iter().chain([u64::MAX]) {
			for word in Claim::ALL {
				let not_admitted = Err(refused(PersonRefusal::NotAdmitted));
				assert_eq!(claim(0, window, other, *word), not_admitted);
				// Nor would the window take it if it were.
				let unasked = claim_unasked(0, window, other, *word);
				assert_eq!(unasked, Err(Error::<Test>::OtherAnchor.into()));
			}
		}
		for word in Claim::ALL {
			assert_ok!(claim(0, window, anchor, *word));
		}
		assert_ok!(claim(1, window, anchor, Claim::MadeByHuman));
		assert_eq!(Anchors::window_view(window).unwrap().anchor, anchor);
	});
}

#[test]
fn what_a_window_would_take_is_told_beforehand() {
	run(|| {
		let (anchor, other) = (new_anchor(1), new_anchor(2));
		let (first, second) = (window(anchor, 2, 3), window(other, 2, 9));
		let [one, another] = [Claim::MadeByHuman, Claim::DepictsMe];
		let topic = claim_topic(anchor, one);
		assert!(Anchors::admits_claim(first, topic, anchor, one));
		// Another window, anchor, claim or topic.
		assert!(!Anchors::admits_claim(second, topic, anchor, one));
		assert!(!Anchors::admits_claim(99, topic, anchor, one));
		assert!(!Anchors::admits_claim(first, topic, other, one));
		assert!(!Anchors::admits_claim(first, claim_topic(other, one), other, one));
		assert!(!Anchors::admits_claim(first, topic, anchor, another));
		assert!(!Anchors::admits_claim(first, [0; 32], anchor, one));
		// No slot left, over, or closed.
		assert_ok!(claim(0, first, anchor, one));
		assert!(Anchors::admits_claim(first, topic, anchor, one));
		assert_ok!(claim(1, first, anchor, one));
		assert!(!Anchors::admits_claim(first, topic, anchor, one));
		let third = window(anchor, 2, 3);
		skip_blocks(2);
		assert!(Anchors::admits_claim(third, topic, anchor, one));
		next_block();
		assert!(!Anchors::admits_claim(third, topic, anchor, one));
		let topic = claim_topic(other, one);
		assert!(Anchors::admits_claim(second, topic, other, one));
		assert_ok!(Anchors::close_window(by(OTHER), second));
		assert!(!Anchors::admits_claim(second, topic, other, one));
	});
}

#[test]
fn a_window_takes_claims_until_its_last_block_and_no_more_than_were_paid_for() {
	run(|| {
		let anchor = new_anchor(1);
		let window = window(anchor, 2, 3);
		assert_ok!(claim(0, window, anchor, Claim::MadeByHuman));
		skip_blocks(2);
		assert_ok!(claim(1, window, anchor, Claim::MadeByHuman));
		let no_slots = claim(2, window, anchor, Claim::MadeByHuman);
		assert_eq!(no_slots, Err(refused(PersonRefusal::ScopeSlots)));
		// Even if the scope had more slots than the window.
		let unused = scope(window, anchor, Claim::MadeByHuman);
		let origin = Persons::origin(2, unused);
		assert_refused(
			|| done(Anchors::claim(origin, window, anchor, Claim::MadeByHuman)),
			Error::SlotsUsed,
		);
		next_block();
		// Even if a person's origin were there.
		let late = scope(window, anchor, Claim::DepictsMe);
		assert_refused(
			|| done(Anchors::claim(Persons::origin(2, late), window, anchor, Claim::DepictsMe)),
			Error::WindowNotOpen,
		);
		let none = scope(99, anchor, Claim::DepictsMe);
		assert_refused(
			|| done(Anchors::claim(Persons::origin(2, none), 99, anchor, Claim::DepictsMe)),
			Error::WindowNotFound,
		);
	});
}

#[test]
fn used_claims_are_burnt_and_unused_ones_returned() {
	run(|| {
		let anchor = new_anchor(1);
		let window = window(anchor, 5, 9);
		assert_eq!(held_for_claims(OTHER), 5 * PRICE);
		assert_eq!(Persons::held(&OTHER), SCOPE_DEPOSIT + 5 * SLOT_PRICE);
		let window_price = u64::from(WINDOW_BYTES) * BYTE_PRICE;
		assert_eq!(Balances::total_balance(&OTHER), FUNDS - window_price);
		assert_ok!(claim(0, window, anchor, Claim::MadeByHuman));
		assert_ok!(claim(1, window, anchor, Claim::MadeByHuman));
		assert_ok!(Anchors::close_window(by(OTHER), window));
		assert_eq!(events().last(), Some(&Event::WindowClosed { window, used: 2 }));
		assert_eq!((held_for_claims(OTHER), Persons::held(&OTHER)), (0, 0));
		let used = 2 * (PRICE + SLOT_PRICE);
		assert_eq!(Balances::free_balance(OTHER), FUNDS - window_price - used);
		// The count stays.
		let tallies = Anchors::tallies(anchor, None, 9);
		assert_eq!((tallies.items[0].count, tallies.next), (2, None));
		assert!(!Anchors::window_view(window).unwrap().open);
		let late = claim(2, window, anchor, Claim::MadeByHuman);
		assert_eq!(late, Err(refused(PersonRefusal::ScopeOver)));
	});
}

#[test]
fn its_opener_closes_a_window_early_and_anybody_when_it_is_over_once() {
	run(|| {
		let window = window(new_anchor(1), 1, 2);
		let close = |who| Anchors::close_window(by(who), window);
		assert_refused(|| close(AUTHOR), Error::WindowStillOpen);
		skip_blocks(2);
		assert_ok!(close(AUTHOR));
		assert_refused(|| close(OTHER), Error::WindowClosed);
		assert_refused(|| Anchors::close_window(by(OTHER), 99), Error::WindowNotFound);
	});
}

#[test]
fn a_window_is_paid_for_and_bounded() {
	run(|| {
		let anchor = new_anchor(1);
		let open = |who, slots| Anchors::open_window(by(who), anchor, slots, 0, 9);
		assert_refused(|| open(OTHER, 0), Error::SlotsOutOfRange);
		assert_refused(|| open(OTHER, MAX_SLOTS + 1), Error::SlotsOutOfRange);
		assert_noop!(
			frame_support::storage::with_storage_layer(|| open(POOR, 1)),
			sp_runtime::TokenError::FundsUnavailable
		);
		assert_noop!(
			Anchors::open_window(by(OTHER), anchor, 1, PERSONS + 1, 9),
			census_testing::persons::Error::<Test>::ElectorateTooSmall
		);
	});
}
