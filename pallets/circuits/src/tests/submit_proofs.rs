use crate::{
	mock::*,
	weights::{batch, batch_that_holds},
	*,
};
use census_primitives::{CircuitRefusal, VerifyError};
use census_zk_types::Word;
use frame_support::assert_ok;
use sp_runtime::{DispatchError, DispatchResult, TokenError};

type Refusal = Error<Test>;

fn submit_all(who: u64, circuit: [u8; 32], claims: Vec<Claim>) -> DispatchResult {
	let claims = claims.try_into().expect("a batch");
	let done = CircuitsPallet::submit_proofs(by(who), circuit, claims);
	done.map(drop).map_err(|refused| refused.error)
}

#[test]
fn each_proof_of_a_batch_stands_for_itself() {
	run(|| {
		let circuit = active(1);
		let valid: Vec<_> = (0..4).map(|input| claim(&[input])).collect();
		assert_ok!(submit(REGISTRANT, circuit, &valid[0]));
		let mut wrong = valid[1].clone();
		wrong.inputs[0] = Word::from(99);
		let mut malformed = valid[3].clone();
		malformed.proof[1] = Word::from(1);
		let mut long = valid[1].clone();
		long.inputs.try_push(Word::from(1)).unwrap();
		System::reset_events();

		let claims =
			[&valid[0], &valid[1], &wrong, &valid[2], &malformed, &valid[1], &long, &valid[3]];
		assert_ok!(submit_all(OTHER, circuit, claims.into_iter().cloned().collect()));
		let proven = |claim: &Claim| Event::StatementProven {
			circuit,
			statement: statement_hash(&circuit, &claim.inputs),
			submitter: OTHER,
		};
		let refused = |index, refusal| Event::ProofRefused { circuit, index, refusal };
		let mut told = events();
		told.sort_by_key(|event| matches!(event, Event::ProofRefused { .. }));
		assert_eq!(
			told,
			[
				proven(&valid[1]),
				proven(&valid[2]),
				proven(&valid[3]),
				refused(0, ClaimRefusal::StatementRecorded),
				refused(
					2,
					ClaimRefusal::Proof(CircuitRefusal::Verifier(VerifyError::ProofInvalid))
				),
				refused(
					4,
					ClaimRefusal::Proof(CircuitRefusal::Verifier(VerifyError::PointNotOnCurve))
				),
				refused(5, ClaimRefusal::StatementRecorded),
				refused(6, ClaimRefusal::Proof(CircuitRefusal::InputCount)),
			]
		);
		assert_eq!(held(OTHER), (0, 3 * statement_deposit()));
	});
}

#[test]
fn a_batch_does_what_its_proofs_do_one_by_one() {
	let statements = || {
		let mut hashes: Vec<_> = Statements::<Test>::iter_keys().collect();
		hashes.sort_unstable();
		hashes
	};
	let mut claims: Vec<_> = (0..8).map(|input| claim(&[input, 1])).collect();
	for index in [1, 6] {
		claims[index].inputs[1] = Word::from(2);
	}
	let mut outcomes = Vec::new();
	run(|| {
		let circuit = active(2);
		for claim in &claims {
			let _ = submit(OTHER, circuit, claim);
		}
		outcomes.push((statements(), held(OTHER)));
	});
	run(|| {
		let circuit = active(2);
		assert_ok!(submit_all(OTHER, circuit, claims.clone()));
		outcomes.push((statements(), held(OTHER)));
	});
	assert_eq!(outcomes[0].0.len(), 6);
	assert_eq!(outcomes[0], outcomes[1]);
}

#[test]
fn a_batch_of_nothing_or_for_no_circuit_is_refused() {
	run(|| {
		let circuit = active(1);
		assert_refused(|| submit_all(OTHER, circuit, vec![]), Refusal::BatchEmpty);
		let one = || vec![claim(&[1])];
		assert_refused(|| submit_all(OTHER, [0; 32], one()), Refusal::CircuitNotFound);
		let proposed = definition(2);
		let id = proposed.id();
		assert_ok!(register(REGISTRANT, proposed));
		assert_refused(|| submit_all(OTHER, id, one()), Refusal::CircuitNotActive);
	});
}

#[test]
fn a_batch_whose_deposits_cannot_all_be_made_changes_nothing() {
	run(|| {
		let circuit = active(1);
		let funds = 2 * statement_deposit() + statement_deposit() / 2;
		assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), POOR, funds));
		let claims = |count| (0..count).map(|input| claim(&[input])).collect();
		assert_refused(
			|| submit_all(POOR, circuit, claims(3)),
			DispatchError::Token(TokenError::FundsUnavailable),
		);
		assert_ok!(submit_all(POOR, circuit, claims(2)));
	});
}

/// Whichever proofs do not hold, and wherever they stand.
#[test]
fn every_proof_of_a_batch_has_the_verdict_that_it_has_alone() {
	let valid: Vec<_> = (0..4).map(|input| claim(&[input])).collect();
	for flawed in 0u32..16 {
		run(|| {
			let circuit = active(1);
			let mut claims = valid.clone();
			for (place, claim) in claims.iter_mut().enumerate() {
				match flawed >> place & 1 {
					1 if place % 2 == 0 => claim.inputs[0] = Word::from(99 + place as u64),
					1 => claim.proof[7] = Word::from(1),
					_ => {}
				}
			}
			System::reset_events();
			assert_ok!(submit_all(OTHER, circuit, claims.clone()));
			for (index, claim) in (0..).zip(&claims) {
				let alone = CircuitsPallet::check_proof(&circuit, &claim.inputs, &claim.proof);
				assert_eq!(alone.is_err(), flawed >> index & 1 == 1);
				assert_eq!(CircuitsPallet::proven(&circuit, &claim.inputs), alone.is_ok());
				if let Err(refusal) = alone {
					let refusal = ClaimRefusal::Proof(refusal);
					assert!(events().contains(&Event::ProofRefused { circuit, index, refusal }));
				}
			}
			assert_eq!(events().len(), claims.len());
		});
	}
}

#[test]
fn weight_is_given_back_if_all_proofs_were_verified_together() {
	run(|| {
		let circuit = active(1);
		let actual = |claims: Vec<Claim>| {
			let expected = batch_that_holds::<Test>(&claims);
			assert!(batch::<Test>(&claims).all_gte(expected));
			let done =
				CircuitsPallet::submit_proofs(by(OTHER), circuit, claims.try_into().unwrap());
			(done.unwrap().actual_weight, expected)
		};
		let (weight, expected) = actual((0..4).map(|input| claim(&[input])).collect());
		assert_eq!(weight, Some(expected));
		// What was recorded before is not verified at all.
		let (weight, expected) = actual((3..6).map(|input| claim(&[input])).collect());
		assert_eq!(weight, Some(expected));
		for place in 0..3 {
			let mut claims: Vec<_> =
				(0..3).map(|input| claim(&[10 * place + input + 10])).collect();
			claims[place as usize].inputs[0] = Word::from(1_000);
			assert_eq!(actual(claims).0, None);
		}
	});
}

#[test]
fn a_batch_weighs_by_its_claims_and_their_inputs() {
	let weigh = |inputs: &[usize]| {
		let claims: Vec<_> = inputs
			.iter()
			.map(|inputs| Claim {
				inputs: vec![Word::default(); *inputs].try_into().unwrap(),
				proof: [Word::default(); 8],
			})
			.collect();
		batch::<Test>(&claims)
	};
	assert!(weigh(&[1]).all_gte(<() as WeightInfo>::submit_proof(1)));
	assert!(weigh(&[64]).all_gte(<() as WeightInfo>::submit_proof(64)));
	let one = <() as WeightInfo>::verify_in_place(64);
	assert!(weigh(&[1, 64]).all_gte(weigh(&[1]).saturating_add(one)));
	assert_eq!(weigh(&[2, 64]), weigh(&[33, 33]));
	assert_eq!(weigh(&[0, 1]), weigh(&[2, 2]));
}
