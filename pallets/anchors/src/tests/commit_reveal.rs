use crate::{commitment_to, mock::*, types::COMMITMENT_BYTES, Commitments, Error, Event, Log};
use census_anchor_log::leaf::{Content, Moment};
use frame_support::assert_ok;

const SALT: [u8; 32] = [7; 32];

fn content(number: u64) -> Content {
	Content::Single(digest(number))
}

fn commitment(author: u64) -> [u8; 32] {
	commitment_to(&author, &content(1), &plain(), &SALT)
}

fn reveal(author: u64) -> sp_runtime::DispatchResult {
	done(Anchors::reveal(by(author), content(1), plain(), SALT))
}

#[test]
fn a_revealed_anchor_tells_when_it_was_committed_to() {
	run(|| {
		assert_ok!(Anchors::commit(by(AUTHOR), commitment(AUTHOR)));
		assert_eq!(held(AUTHOR), deposit(COMMITMENT_BYTES as usize));
		assert_eq!(events(), [Event::Committed { author: AUTHOR, commitment: commitment(AUTHOR) }]);
		let kept = Anchors::commitment(AUTHOR, commitment(AUTHOR)).unwrap();
		assert_eq!(u64::from(kept.until), 1 + REVEAL_PERIOD);
		skip_blocks(2);
		let held_for_it = held(AUTHOR);
		let anchor = Log::<Test>::get().count();
		assert_ok!(reveal(AUTHOR));
		let entry = leaf(anchor).entry;
		assert_eq!(entry.committed, Some(Moment { block: 1, time: 1_700_000_006_000 }));
		assert_eq!(entry.moment.block, 3);
		assert_eq!(
			events().last(),
			Some(&Event::Revealed { author: AUTHOR, commitment: commitment(AUTHOR) })
		);
		assert_eq!(Commitments::<Test>::iter().count(), 0);
		assert!(held(AUTHOR) != held_for_it, "the row's ticket is held in its place");
		assert_refused(|| reveal(AUTHOR), Error::NotCommitted);
	});
}

#[test]
fn who_sees_a_reveal_cannot_get_before_it() {
	run(|| {
		assert_ok!(Anchors::commit(by(AUTHOR), commitment(AUTHOR)));
		next_block();
		// The reveal is in the pool: somebody copies it, or commits and reveals in this block.
		assert_refused(|| reveal(OTHER), Error::NotCommitted);
		assert_ok!(Anchors::commit(by(OTHER), commitment(OTHER)));
		assert_refused(|| reveal(OTHER), Error::RevealTooEarly);
		// Who takes over the author's commitment cannot reveal it either.
		assert_ok!(Anchors::commit(by(OTHER), commitment(AUTHOR)));
		assert_ok!(reveal(AUTHOR));
		next_block();
		assert_refused(
			|| done(Anchors::reveal(by(OTHER), content(2), plain(), SALT)),
			Error::NotCommitted,
		);
		assert_ok!(reveal(OTHER));
		let count = Log::<Test>::get().count();
		let (first, copy) = (leaf(count - 2).entry, leaf(count - 1).entry);
		assert!(first.committed < copy.committed);
	});
}

/// First sight, as the event and the read tell it.
fn first_seen() -> u64 {
	Anchors::first_seen(digest(1)).unwrap().index
}

fn was_first_seen() -> bool {
	let seen = |event: &Event<Test>| match event {
		Event::Anchored { first_seen, .. } => Some(*first_seen),
		_ => None,
	};
	events().iter().rev().find_map(seen).unwrap()
}

/// Whoever sees a reveal in the pool anchors its hash before it, without having committed.
#[test]
fn who_runs_before_a_reveal_does_not_keep_first_sight() {
	run(|| {
		assert_ok!(Anchors::commit(by(AUTHOR), commitment(AUTHOR)));
		next_block();
		let copy = Log::<Test>::get().count();
		assert_ok!(Anchors::anchor(by(OTHER), digest(1), plain()));
		assert!(was_first_seen());
		assert_eq!(first_seen(), copy);
		let issuance = Balances::total_issuance();
		assert_ok!(reveal(AUTHOR));
		assert!(was_first_seen());
		assert_eq!(first_seen(), copy + 1);
		// The place of the first sight was paid for before.
		let entry = leaf(copy + 1).entry;
		let paid = crate::types::permanent_footprint(&entry, false).size * BYTE_PRICE;
		assert_eq!(Balances::total_issuance(), issuance - paid);
		// From whoever knew it as early or earlier nobody takes it.
		assert_ok!(Anchors::anchor(by(OTHER), digest(1), plain()));
		assert!(!was_first_seen());
		assert_eq!(first_seen(), copy + 1);
	});
}

#[test]
fn first_sight_is_taken_only_by_who_committed_earlier() {
	run(|| {
		// Anchored in the block in which another commits to it.
		let anchor = new_anchor(1);
		assert_ok!(Anchors::commit(by(OTHER), commitment(OTHER)));
		next_block();
		assert_ok!(reveal(OTHER));
		assert!(!was_first_seen());
		assert_eq!(first_seen(), anchor);
	});
	run(|| {
		// Two have committed, and the later one reveals first.
		assert_ok!(Anchors::commit(by(AUTHOR), commitment(AUTHOR)));
		next_block();
		assert_ok!(Anchors::commit(by(OTHER), commitment(OTHER)));
		next_block();
		let later = Log::<Test>::get().count();
		assert_ok!(reveal(OTHER));
		assert_ok!(reveal(AUTHOR));
		assert_eq!(first_seen(), later + 1);
	});
	run(|| {
		// Two have committed in one block: who reveals first keeps it.
		assert_ok!(Anchors::commit(by(AUTHOR), commitment(AUTHOR)));
		assert_ok!(Anchors::commit(by(OTHER), commitment(OTHER)));
		next_block();
		let first = Log::<Test>::get().count();
		assert_ok!(reveal(OTHER));
		assert_ok!(reveal(AUTHOR));
		assert!(!was_first_seen());
		assert_eq!(first_seen(), first);
	});
}

#[test]
fn content_description_salt_and_author_are_all_committed_to() {
	run(|| {
		assert_ok!(Anchors::commit(by(AUTHOR), commitment(AUTHOR)));
		next_block();
		let mut other = plain();
		other.kind = census_anchor_log::terms::Kind::Code;
		for (content, description, salt) in
			[(content(2), plain(), SALT), (content(1), other, SALT), (content(1), plain(), [8; 32])]
		{
			assert_refused(
				|| done(Anchors::reveal(by(AUTHOR), content, description, salt)),
				Error::NotCommitted,
			);
		}
		assert_ok!(reveal(AUTHOR));
	});
}

#[test]
fn a_commitment_is_revealed_in_time_or_not_at_all() {
	run(|| {
		assert_ok!(Anchors::commit(by(AUTHOR), commitment(AUTHOR)));
		assert_refused(|| reveal(AUTHOR), Error::RevealTooEarly);
		skip_blocks(REVEAL_PERIOD);
		assert_ok!(frame_support::storage::with_transaction(|| {
			frame_support::storage::TransactionOutcome::Rollback(reveal(AUTHOR))
		}));
		next_block();
		assert_refused(|| reveal(AUTHOR), Error::RevealTooLate);
	});
}

#[test]
fn a_commitment_is_made_once_at_a_time() {
	run(|| {
		assert_ok!(Anchors::commit(by(AUTHOR), [1; 32]));
		assert_refused(|| Anchors::commit(by(AUTHOR), [1; 32]), Error::AlreadyCommitted);
		assert_ok!(Anchors::commit(by(OTHER), [1; 32]));
		assert_ok!(Anchors::commit(by(AUTHOR), [2; 32]));
	});
}

#[test]
fn a_commitment_is_withdrawn_by_its_author_or_when_it_has_expired() {
	run(|| {
		assert_ok!(Anchors::commit(by(AUTHOR), [1; 32]));
		assert_ok!(Anchors::commit(by(AUTHOR), [2; 32]));
		let withdraw = |who, what| Anchors::withdraw_commitment(by(who), AUTHOR, what);
		assert_ok!(withdraw(AUTHOR, [1; 32]));
		assert_refused(|| withdraw(AUTHOR, [1; 32]), Error::NotCommitted);
		skip_blocks(REVEAL_PERIOD);
		assert_refused(|| withdraw(OTHER, [2; 32]), Error::CommitmentNotExpired);
		next_block();
		assert_ok!(withdraw(OTHER, [2; 32]));
		assert_eq!(events(), [Event::CommitmentWithdrawn { author: AUTHOR, commitment: [2; 32] }]);
		assert_eq!(Balances::free_balance(AUTHOR), FUNDS);
	});
}
