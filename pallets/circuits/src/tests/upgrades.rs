//! What is returned after an upgrade that changed the deposits: what was held, to the unit.

use crate::{mock::*, statement_hash};
use frame_support::assert_ok;

#[test]
fn circuits_and_statements_give_back_what_they_held() {
	for (circuit_base, statement_base, byte) in [(9_000, 400, 7), (1, 2, 0), (0, 0, 0)] {
		run(|| {
			let (circuit, first) = (active(1), claim(&[1]));
			assert_ok!(submit(OTHER, circuit, &first));
			let before = (circuit_deposit(&definition(1)), statement_deposit());
			assert_eq!((held(REGISTRANT).0, held(OTHER).1), before);

			HeldForCircuit::set(circuit_base);
			HeldForStatement::set(statement_base);
			HeldForByte::set(byte);
			let (later, second) = (active(2), claim(&[2]));
			assert_ok!(submit(OTHER, circuit, &second));
			let after = (
				circuit_base + byte * definition(2).footprint().size,
				statement_base + byte * crate::types::statement_footprint(1).size,
			);
			assert_eq!(held(REGISTRANT).0, before.0 + after.0);
			assert_eq!(held(OTHER).1, before.1 + after.1);

			for (claim, left) in [(&first, after.1), (&second, 0)] {
				let statement = statement_hash(&circuit, &claim.inputs);
				assert_ok!(CircuitsPallet::remove_statement(by(OTHER), statement));
				assert_eq!((held(OTHER).1, Balances::free_balance(OTHER)), (left, FUNDS - left));
			}
			for (circuit, left) in [(circuit, after.0), (later, 0)] {
				assert_ok!(CircuitsPallet::deprecate(by(REGISTRANT), circuit));
				assert_ok!(CircuitsPallet::remove(by(REGISTRANT), circuit));
				let free = Balances::free_balance(REGISTRANT);
				assert_eq!((held(REGISTRANT).0, free), (left, FUNDS - left));
			}
		});
	}
}
