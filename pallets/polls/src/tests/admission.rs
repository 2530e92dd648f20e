//! What is admitted is taken, and what is not admitted would be refused: over every state of a poll,
//! and every scope and vote that a person could come with.

use crate::{mock::*, Call, PollId};
use census_primitives::{PersonScope, ScopeId, Topic};
use frame_support::{
	assert_ok,
	storage::{with_transaction, TransactionOutcome},
};
use sp_core::H256;
use sp_runtime::{traits::Dispatchable, DispatchError};

/// Whether a call of a person's would succeed. It changes nothing.
fn succeeds(scope: PersonScope, call: RuntimeCall) -> bool {
	with_transaction(|| {
		let result = call.dispatch(Persons::origin(0, scope));
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(result.is_ok()))
	})
	.expect("it is rolled back")
}

/// Compares admission with what happens. Gives back how many votes are admitted.
fn check_votes(scopes: &[ScopeId], polls: &[PollId]) -> usize {
	let mut admitted = 0;
	let topics: [Topic; 3] = [[0; 32], [1; 32], [0xff; 32]];
	let options = [0, 1, 2, 3, MAX_OPTIONS - 1, MAX_OPTIONS, u32::MAX];
	for scope in scopes {
		for topic in topics {
			let person_scope = PersonScope::Application { scope: *scope, topic };
			for poll in polls {
				for option in options {
					let call = Call::<Test>::vote { poll: *poll, option };
					let says = PollsPallet::admits(*scope, &topic, &call);
					let is = succeeds(person_scope, call.into());
					assert_eq!(says, is, "option {option} of poll {poll} in {person_scope:?}");
					admitted += usize::from(says);
				}
			}
		}
	}
	admitted
}

#[test]
fn a_vote_is_admitted_if_and_only_if_it_is_taken() {
	run(|| {
		let few = new_poll();
		assert_ok!(create(CREATOR, MAX_OPTIONS, 2 * CLOSES_AT, 1));
		let many = few + 1;
		let scopes = [scope_of(few).scope, scope_of(many).scope, 77];
		let polls = [few, many, 77];
		// All of the one's options, and those of the other's that are tried.
		let both = 3 + 5;
		assert_eq!(check_votes(&scopes, &polls), both);
		for voter in 1..PERSONS {
			assert_ok!(vote(voter, few, 1));
			assert_eq!(check_votes(&scopes, &polls), both);
		}
		// Everybody has voted on one of them.
		assert_ok!(vote(0, few, 1));
		assert_eq!(check_votes(&scopes, &polls), both - 3);

		// In its last block, behind it, closed, and pruned.
		skip_blocks(CLOSES_AT - System::block_number());
		assert_ok!(create(CREATOR, 2, CLOSES_AT, 1));
		let last = many + 1;
		let scopes = [scopes[0], scopes[1], scope_of(last).scope];
		let polls = [few, many, last];
		assert_eq!(check_votes(&scopes, &polls), both - 3 + 2);
		skip_blocks(1);
		assert_eq!(check_votes(&scopes, &polls), both - 3);
		assert_ok!(PollsPallet::close(by(OTHER), last));
		assert_eq!(check_votes(&scopes, &polls), both - 3);
		skip_blocks(CLOSES_AT + KEEP_TIME);
		assert_eq!(check_votes(&scopes, &polls), 0);
		assert_ok!(PollsPallet::prune(by(OTHER), last));
		assert_eq!(check_votes(&scopes, &polls), 0);
	});
}

#[test]
fn no_other_call_is_admitted() {
	run(|| {
		let poll = new_poll();
		let scope = scope_of(poll).scope;
		let others = [
			Call::<Test>::create {
				title: Default::default(),
				content: H256::zero(),
				options: 2,
				closes_at: CLOSES_AT,
				least_electorate: 1,
			},
			Call::close { poll },
			Call::prune { poll },
		];
		for call in others {
			assert!(!PollsPallet::admits(scope, &[0; 32], &call));
			assert!(!succeeds(person_scope(poll), call.into()));
		}
	});
}
