//! Many proofs in one call: each judged as if it came alone, those of one depth verified together.

use crate::{payment::Payer, weights, Config, Error, Event, Groups, Pallet};
use alloc::{collections::BTreeMap, vec::Vec};
use census_primitives::{semaphore_inputs, verify_error, GroupId, ProofOutputs, ProofRefusal};
use census_zk_host::Key;
use census_zk_types::SemaphoreProof;
use frame_support::{dispatch::DispatchResultWithPostInfo, ensure, weights::Weight};

/// What a proof shows, or why it is refused.
type Verdict = Result<ProofOutputs, ProofRefusal>;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_validate_proofs(
		submitter: T::AccountId,
		id: GroupId,
		proofs: Vec<SemaphoreProof>,
	) -> DispatchResultWithPostInfo {
		ensure!(!proofs.is_empty(), Error::<T>::BatchEmpty);
		let now = frame_system::Pallet::<T>::block_number();
		let mut group = Self::proving_group(id).map_err(Error::<T>::from)?;
		let mut payer = Payer::<T>::new(submitter);
		let check = |proof| {
			let shown = Self::read_proof(proof)?;
			Self::check_shown(id, &group, &shown, now)?;
			// Who cannot pay for a single one has none verified.
			payer.check().map(|()| shown)
		};
		let mut verdicts: Vec<Verdict> = proofs.iter().map(check).collect();
		let weight = verify_all::<T>(&proofs, &mut verdicts);

		let mut refusals = Vec::new();
		for ((index, proof), verdict) in (0..).zip(&proofs).zip(verdicts) {
			// A proof before it in the same batch may have used the nullifier.
			let unused =
				|shown: ProofOutputs| Self::check_nullifier(id, &shown.nullifier).map(|()| shown);
			let paid = |shown: ProofOutputs| payer.charge().map(|()| shown);
			match verdict.and_then(unused).and_then(paid) {
				Ok(shown) => Self::accept(id, &mut group, proof, shown)?,
				Err(refusal) => refusals.push((index, refusal)),
			}
		}
		Groups::<T>::insert(id, group);
		payer.settle()?;
		for (index, refusal) in refusals {
			Self::deposit_event(Event::ProofRefused { group: id, index, refusal });
		}
		Ok(Some(weight).into())
	}
}

/// Verifies the proofs that nothing has refused yet. Returns the weight of it all.
fn verify_all<T: Config>(proofs: &[SemaphoreProof], verdicts: &mut [Verdict]) -> Weight {
	let mut depths = BTreeMap::<u8, Vec<_>>::new();
	for (proof, verdict) in proofs.iter().zip(verdicts) {
		depths.entry(proof.merkle_tree_depth).or_default().push((proof, verdict));
	}
	let mut weight = Weight::zero();
	for (depth, mut items) in depths {
		let count = items.len() as u32;
		items.retain(|(_, verdict)| verdict.is_ok());
		let all_hold = verify_depth(depth, items);
		weight.saturating_accrue(weights::of_depth::<T>(count, all_hold));
	}
	weight
}

/// Verifies the proofs of one depth. Tells whether all hold: then they were verified together, for they
/// are no more than that takes, see `integrity_test`.
fn verify_depth(depth: u8, items: Vec<(&SemaphoreProof, &mut Verdict)>) -> bool {
	let statement =
		|(proof, _): &(&SemaphoreProof, _)| (proof.points, semaphore_inputs(proof).to_vec());
	let statements: Vec<_> = items.iter().map(statement).collect();
	let verified = census_zk_host::verify_each(Key::Semaphore { depth }, &statements);
	let all_hold = verified.iter().all(Result::is_ok);
	for ((_, verdict), held) in items.into_iter().zip(verified) {
		if let Err(refusal) = held {
			*verdict = Err(ProofRefusal::Verifier(verify_error(refusal)));
		}
	}
	all_hold
}
