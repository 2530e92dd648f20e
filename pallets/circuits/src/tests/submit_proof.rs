use crate::{mock::*, *};
use census_views::AccountId;
use census_zk_types::Word;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, TokenError};

type Refusal = Error<Test>;

#[test]
fn a_proof_that_holds_is_recorded() {
	run(|| {
		let circuit = active(2);
		let claim = claim(&[3, 4]);
		let statement = statement_hash(&circuit, &claim.inputs);
		assert!(!CircuitsPallet::proven(&circuit, &claim.inputs));
		assert_ok!(submit(OTHER, circuit, &claim));
		assert_eq!(last_event(), Event::StatementProven { circuit, statement, submitter: OTHER });
		assert_eq!(held(OTHER), (0, statement_deposit()));
		assert!(CircuitsPallet::proven(&circuit, &claim.inputs));
		assert_eq!(
			CircuitsPallet::statement(&statement),
			Some(census_views::circuits::Statement {
				statement: statement.into(),
				circuit: circuit.into(),
				submitter: AccountId::of(&OTHER),
				recorded_at: 1,
				revoked: false,
			})
		);
	});
}

#[test]
fn published_circuits_verify_their_own_proofs_and_no_others() {
	run(|| {
		let mut circuits = semaphore();
		circuits.push(UNIREP.clone());
		for (definition, _) in &circuits {
			assert_ok!(register(REGISTRANT, definition.clone()));
			assert_ok!(CircuitsPallet::activate(by(REGISTRANT), definition.id()));
		}
		for pair in circuits.windows(2) {
			let (definition, claim) = &pair[0];
			let other = submit(OTHER, definition.id(), &pair[1].1);
			let expected = if pair[1].1.inputs.len() == 4 {
				Refusal::ProofInvalid
			} else {
				Refusal::InputCount
			};
			assert_noop!(other, expected);
			assert_ok!(submit(OTHER, definition.id(), claim));
		}
		assert_ok!(submit(OTHER, UNIREP.0.id(), &UNIREP.1));
	});
}

#[test]
fn a_circuit_without_inputs_proves_its_one_statement() {
	run(|| {
		let circuit = active(0);
		assert_ok!(submit(OTHER, circuit, &claim(&[])));
		assert_refused(|| submit(OTHER, circuit, &claim(&[])), Refusal::StatementRecorded);
	});
}

#[test]
fn a_statement_is_recorded_once_whoever_proves_it() {
	run(|| {
		let circuit = active(1);
		assert_ok!(submit(OTHER, circuit, &claim(&[1])));
		for who in [OTHER, REGISTRANT] {
			assert_refused(|| submit(who, circuit, &claim(&[1])), Refusal::StatementRecorded);
		}
	});
}

#[test]
fn each_flaw_of_a_proof_is_named() {
	run(|| {
		let circuit = active(2);
		let refused = |change: &dyn Fn(&mut Claim), error| {
			let mut claim = claim(&[3, 4]);
			change(&mut claim);
			assert_refused(|| submit(OTHER, circuit, &claim), error);
		};
		refused(&|claim| claim.inputs.truncate(1), Refusal::InputCount);
		refused(&|claim| claim.inputs.try_push(Word::from(5)).unwrap(), Refusal::InputCount);
		refused(&|claim| claim.inputs[1] = Word([0xff; 32]), Refusal::InputNotInField);
		refused(&|claim| claim.proof[0] = Word([0xff; 32]), Refusal::CoordinateNotInField);
		refused(
			&|claim| (claim.proof[6], claim.proof[7]) = (Word::default(), Word::default()),
			Refusal::PointAtInfinity,
		);
		refused(&|claim| claim.proof[7] = Word::from(1), Refusal::PointNotOnCurve);
		let outside = points::g2(points::outside_subgroup());
		refused(
			&|claim| {
				for (word, bytes) in claim.proof[2..6].iter_mut().zip(outside.as_chunks().0) {
					*word = Word(*bytes);
				}
			},
			Refusal::PointNotInSubgroup,
		);
		refused(&|claim| claim.inputs[0] = Word::from(4), Refusal::ProofInvalid);
		refused(&|claim| claim.inputs[1] = claim.inputs[0], Refusal::ProofInvalid);
		refused(
			&|claim| (claim.proof[6], claim.proof[7]) = (claim.proof[0], claim.proof[1]),
			Refusal::ProofInvalid,
		);
		assert_refused(|| submit(OTHER, [0; 32], &claim(&[3, 4])), Refusal::CircuitNotFound);
		assert_ok!(submit(OTHER, circuit, &claim(&[3, 4])));
	});
}

#[test]
fn who_cannot_pay_records_nothing() {
	run(|| {
		let circuit = active(1);
		assert_refused(
			|| submit(POOR, circuit, &claim(&[1])),
			DispatchError::Token(TokenError::FundsUnavailable),
		);
	});
}

#[test]
fn an_unsigned_proof_is_refused() {
	run(|| {
		let circuit = active(1);
		let claim = claim(&[1]);
		assert_noop!(
			CircuitsPallet::submit_proof(
				RuntimeOrigin::none(),
				circuit,
				claim.inputs,
				Box::new(claim.proof)
			),
			DispatchError::BadOrigin
		);
	});
}
