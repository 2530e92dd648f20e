//! What is admitted is taken, and what is not admitted would be refused: over every state of a window,
//! and every scope, topic and claim that a person could come with.

use crate::{claim_topic, mock::*, Call, Event, Log};
use census_anchor_log::{leaf::AnchorId, terms::Claim, Log as AnchorLog, MAX_LEAVES};
use census_primitives::{PersonScope, ScopeId};
use frame_support::{
	assert_ok,
	storage::{with_transaction, TransactionOutcome},
};
use sp_runtime::{traits::Dispatchable, DispatchError};

/// Whether a call of a person's would succeed. It changes nothing.
fn succeeds(scope: PersonScope, call: RuntimeCall) -> bool {
	with_transaction(|| {
		let result = call.dispatch(Persons::origin(0, scope));
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(result.is_ok()))
	})
	.expect("it is rolled back")
}

/// Compares admission with what happens. Gives back how many claims are admitted.
fn check_claims(scopes: &[ScopeId], anchors: &[AnchorId]) -> usize {
	let claims =
		|| anchors.iter().flat_map(|anchor| Claim::ALL.iter().map(|word| (*anchor, *word)));
	let topics: Vec<_> =
		claims().map(|(anchor, claim)| claim_topic(anchor, claim)).chain([[0; 32]]).collect();
	let mut admitted = 0;
	for scope in scopes {
		for topic in &topics {
			let person_scope = PersonScope::Application { scope: *scope, topic: *topic };
			for window in scopes {
				for (anchor, claim) in claims() {
					let call = Call::<Test>::claim { window: *window, anchor, claim };
					let says = Anchors::admits(*scope, topic, &call);
					let is = succeeds(person_scope, call.clone().into());
					assert_eq!(says, is, "{call:?} in {person_scope:?}");
					admitted += usize::from(says);
				}
			}
		}
	}
	admitted
}

/// Opens a window of [`OTHER`]'s.
fn window(anchor: AnchorId, slots: u32, until: u64) -> ScopeId {
	assert_ok!(Anchors::open_window(by(OTHER), anchor, slots, 0, until));
	match events().last() {
		Some(Event::WindowOpened { window, .. }) => *window,
		other => panic!("{other:?} is not a window"),
	}
}

#[test]
fn a_claim_is_admitted_if_and_only_if_it_is_taken() {
	run(|| {
		let (one, other) = (new_anchor(1), new_anchor(2));
		assert_ok!(Anchors::dispute(by(OTHER), one, statement()));
		let (short, long) = (window(one, 2, 3), window(other, 4, 9));
		let scopes = [short, long, 99];
		let anchors = [one, other, other + 1, u64::MAX];
		let all = Claim::ALL.len();
		assert_eq!(check_claims(&scopes, &anchors), 2 * all);

		let scope =
			|claim| PersonScope::Application { scope: short, topic: claim_topic(one, claim) };
		for (person, left) in [(1, 2 * all), (2, all)] {
			let claim = Claim::DepictsMe;
			let call = Call::<Test>::claim { window: short, anchor: one, claim };
			assert_ok!(act_as(person, scope(claim), call.into()));
			// The last slot of one of them is used by the second.
			assert_eq!(check_claims(&scopes, &anchors), left);
		}

		// In the last block of a third, behind it, and closed.
		let third = window(one, 2, 3);
		let scopes = [short, long, third];
		skip_blocks(2);
		assert_eq!(check_claims(&scopes, &anchors), 2 * all);
		next_block();
		assert_eq!(check_claims(&scopes, &anchors), all);
		assert_ok!(Anchors::close_window(by(OTHER), third));
		assert_eq!(check_claims(&scopes, &anchors), all);
		// What becomes of the anchor makes no difference.
		assert_ok!(Anchors::retract(by(AUTHOR), other, statement()));
		assert_ok!(Anchors::evict(by(AUTHOR), vec![other].try_into().unwrap()));
		assert_eq!(check_claims(&scopes, &anchors), all);
		assert_ok!(Anchors::close_window(by(OTHER), long));
		assert_eq!(check_claims(&scopes, &anchors), 0);
	});
}

#[test]
fn a_full_log_admits_nothing() {
	externalities().execute_with(|| {
		let anchor = new_anchor(1);
		let window = window(anchor, 4, 9);
		assert_eq!(check_claims(&[window], &[anchor]), Claim::ALL.len());
		let full = AnchorLog::new(MAX_LEAVES, vec![[1; 32]]).expect("there is one peak");
		let before = Log::<Test>::get();
		Log::<Test>::put(full);
		assert_eq!(check_claims(&[window], &[anchor]), 0);
		// One leaf less has all lower peaks.
		let peaks = vec![[1; 32]; (MAX_LEAVES - 1).count_ones() as usize];
		Log::<Test>::put(AnchorLog::new(MAX_LEAVES - 1, peaks).expect("as many as it has"));
		assert_eq!(check_claims(&[window], &[anchor]), Claim::ALL.len());
		Log::<Test>::put(before);
	});
}

#[test]
fn no_other_call_is_admitted() {
	run(|| {
		let anchor = new_anchor(1);
		let window = window(anchor, 4, 9);
		let topic = claim_topic(anchor, Claim::DepictsMe);
		let others = [
			Call::<Test>::anchor { digest: digest(2), description: plain() },
			Call::commit { commitment: [1; 32] },
			Call::dispute { anchor, statement: statement() },
			Call::evict { anchors: vec![anchor].try_into().unwrap() },
			Call::close_window { window },
		];
		for call in others {
			assert!(!Anchors::admits(window, &topic, &call), "{call:?}");
			let scope = PersonScope::Application { scope: window, topic };
			assert!(!succeeds(scope, call.into()));
		}
	});
}
