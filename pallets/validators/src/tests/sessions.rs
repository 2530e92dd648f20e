//! Who makes no blocks, and which sets are announced.

use crate::{mock::*, sessions::SILENCE, Candidates, Duty, Error, Event};
use frame_support::assert_ok;
use pallet_session::Event as SessionEvent;

/// A session in which these make all blocks.
fn session_by(authors: &[u64]) {
	let end = now() + 1;
	let mut turn = 0;
	while now() < end {
		next_block(Some(authors[turn % authors.len()]));
		turn += 1;
	}
}

fn duty(account: u64) -> Duty {
	Candidates::<Test>::get(account).expect("it is a candidate").duty
}

#[test]
fn who_makes_no_blocks_is_set_aside_without_a_loss() {
	run(|| {
		to_session(1);
		let mut sessions = 0;
		while duty(4) == Duty::Ready {
			session_by(&[1, 2, 3]);
			sessions += 1;
		}
		// An honest one of four misses so many of others' blocks with a probability below 2^-40.
		let blocks = f64::from(sessions) * SLOTS as f64;
		assert!(blocks * (1.0f64 - 0.25).log2() < -40.0, "{blocks} blocks");
		assert_eq!(held(4), BOND);
		skip(2);
		assert_eq!(set(), [1, 2, 3, 4], "there are no more than the least number");
		assert_refused(|| Validators::resume(by(1)), Error::NothingToResume);
		assert_ok!(Validators::resume(by(4)));
		assert!(events().contains(&Event::Resumed { account: 4 }));
	});
}

#[test]
fn who_is_set_aside_leaves_when_others_are_enough() {
	run(|| {
		seated(&[0, 1, 2, 3, 4]);
		skip(10);
		let silent = account_of(2);
		let others: Vec<_> = set().into_iter().filter(|one| *one != silent).collect();
		assert_eq!(others.len(), 4);
		while duty(silent) == Duty::Ready {
			assert!(now() < 200);
			if let Some(term) = crate::ComingTerm::<Test>::get() {
				if now() <= term.claims_until && term.claims == 0 {
					for secret in 0..5 {
						assert_ok!(claim(secret, account_of(secret)));
					}
				}
			}
			session_by(&others);
		}
		for _ in 0..3 {
			session_by(&others);
		}
		assert!(!set().contains(&silent));
		assert_ok!(Validators::resume(by(silent)));
		for _ in 0..3 {
			session_by(&others);
		}
		assert!(set().contains(&silent));
	});
}

/// However long ago its last block but one is.
#[test]
fn who_makes_a_block_now_and_then_is_not_set_aside() {
	run(|| {
		to_session(1);
		for round in 0..3 * SILENCE {
			session_by(if round % 20 == 19 { &[1, 2, 3, 4] } else { &[1, 2, 3] });
			assert_eq!(duty(4), Duty::Ready, "round {round}");
		}
	});
}

/// It may be the network, or nobody's fault.
#[test]
fn nothing_counts_in_a_session_that_lacks_a_third_of_its_blocks() {
	run(|| {
		to_session(1);
		let missed = crate::Missed::<Test>::iter().count();
		for _ in 0..50 {
			let end = now() + 1;
			let mut made = 0;
			while now() < end {
				next_block((made < 2).then_some(1));
				made += 1;
			}
		}
		for account in GENESIS {
			assert_eq!(duty(account), Duty::Ready);
		}
		assert_eq!(crate::Missed::<Test>::iter().count(), missed);
	});
}

#[test]
fn no_more_than_a_third_are_set_aside() {
	run(|| {
		to_session(1);
		for _ in 0..3 * SILENCE {
			session_by(&[1]);
		}
		let aside = GENESIS.into_iter().filter(|one| duty(*one) == Duty::SetAside).count();
		assert_eq!(aside, 1);
	});
}

/// A set that is announced anew makes validators hand over, and forgets who is disabled.
#[test]
fn a_set_that_stays_is_not_announced_anew() {
	run(|| {
		seated(&[0, 1, 2, 3, 4, 5]);
		skip(12);
		let end = present().end;
		while now() + 2 < end {
			next_block(None);
			let announced = System::events().into_iter().any(|record| {
				matches!(record.event, RuntimeEvent::Session(SessionEvent::NewQueued))
			});
			assert!(!announced, "in session {}", now());
		}
	});
}

#[test]
fn sets_change_no_more_often_than_the_rules_say() {
	let rules = crate::Rules { change_sessions: 4, ..RULES };
	run_with(rules, &GENESIS, || {
		seated(&[0, 1, 2, 3]);
		let mut changes = Vec::new();
		let mut before = set();
		while changes.len() < 2 {
			skip(1);
			if set() != before {
				changes.push(now());
				before = set();
			}
		}
		assert_eq!(changes[1] - changes[0], 4);
		// An offender is out all the same, and replaced at once where there are too few.
		let offender = before[before.len() - 1];
		report(offender, now());
		skip(2);
		assert!(!set().contains(&offender));
		skip(1);
		assert!(set().len() >= 4);
	});
}
