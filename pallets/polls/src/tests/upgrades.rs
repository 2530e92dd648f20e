//! What is returned after an upgrade that changed the deposit: what was held, to the unit.

use crate::mock::*;
use frame_support::assert_ok;

#[test]
fn a_poll_that_is_pruned_gives_back_what_it_held() {
	for (base, byte) in [(5 * BASE_DEPOSIT, 7), (1, 0), (0, 0)] {
		run(|| {
			let before = new_poll();
			HeldForItem::set(base);
			HeldForByte::set(byte);
			let after = new_poll();
			let now = base + byte * (deposit() - BASE_DEPOSIT);
			assert_eq!(held(CREATOR), deposit() + now);
			skip_blocks(CLOSES_AT + KEEP_TIME);
			for poll in [before, after] {
				assert_ok!(PollsPallet::close(by(OTHER), poll));
			}
			assert_eq!(Balances::free_balance(CREATOR), FUNDS - deposit() - now);
			assert_ok!(PollsPallet::prune(by(OTHER), before));
			assert_eq!((held(CREATOR), Balances::free_balance(CREATOR)), (now, FUNDS - now));
			assert_ok!(PollsPallet::prune(by(OTHER), after));
			assert_eq!((held(CREATOR), Balances::free_balance(CREATOR)), (0, FUNDS));
		});
	}
}
