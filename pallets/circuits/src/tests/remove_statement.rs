use crate::{mock::*, *};
use frame_support::assert_ok;

type Refusal = Error<Test>;

#[test]
fn its_submitter_removes_a_record_and_gets_exactly_the_deposit_back() {
	run(|| {
		let circuit = active(1);
		let claim = claim(&[1]);
		let statement = statement_hash(&circuit, &claim.inputs);
		assert_ok!(submit(OTHER, circuit, &claim));
		assert_refused(
			|| CircuitsPallet::remove_statement(by(REGISTRANT), statement),
			Refusal::NotSubmitter,
		);
		assert_ok!(CircuitsPallet::remove_statement(by(OTHER), statement));
		assert_eq!(last_event(), Event::StatementRemoved { statement });
		assert_eq!(held(OTHER), (0, 0));
		assert_eq!(Balances::free_balance(OTHER), FUNDS);
		assert!(!CircuitsPallet::proven(&circuit, &claim.inputs));
		assert_refused(
			|| CircuitsPallet::remove_statement(by(OTHER), statement),
			Refusal::StatementNotFound,
		);
		assert_ok!(submit(REGISTRANT, circuit, &claim));
	});
}

#[test]
fn a_record_outlives_its_circuit_and_can_still_be_removed() {
	run(|| {
		let circuit = active(1);
		let claim = claim(&[1]);
		let statement = statement_hash(&circuit, &claim.inputs);
		assert_ok!(submit(OTHER, circuit, &claim));
		assert_ok!(CircuitsPallet::deprecate(by(REGISTRANT), circuit));
		assert_ok!(CircuitsPallet::remove(by(REGISTRANT), circuit));
		assert!(CircuitsPallet::proven(&circuit, &claim.inputs));
		assert_ok!(CircuitsPallet::remove_statement(by(OTHER), statement));
		assert_eq!(held(OTHER), (0, 0));
	});
}

#[test]
fn a_record_under_a_revoked_key_counts_for_nothing() {
	run(|| {
		let circuit = active(1);
		let claim = claim(&[1]);
		let statement = statement_hash(&circuit, &claim.inputs);
		assert_ok!(submit(OTHER, circuit, &claim));
		assert_ok!(revoke(1));
		assert!(!CircuitsPallet::proven(&circuit, &claim.inputs));
		assert!(CircuitsPallet::statement(&statement).unwrap().revoked);
		// Also when its circuit is gone.
		assert_ok!(CircuitsPallet::remove(by(REGISTRANT), circuit));
		assert!(!CircuitsPallet::proven(&circuit, &claim.inputs));
		assert!(CircuitsPallet::statement(&statement).unwrap().revoked);
		assert_ok!(CircuitsPallet::remove_statement(by(OTHER), statement));
	});
}
