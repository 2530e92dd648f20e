use crate::{binding, mock::*, CloseReason, Closed, End, Error, Event, HoldReason, LeaseId, State};
use census_views::Amount;
use census_zk_types::{FieldElement, Word};
use codec::Encode;
use frame_support::assert_ok;

fn submit(
	lease: LeaseId,
	epoch: u32,
	output: Word,
	proof: census_zk_types::Points,
) -> sp_runtime::DispatchResult {
	Market::submit_proof(by(ALICE), lease, epoch, output, Box::new(proof))
}

#[test]
fn a_proof_that_fits_pays_the_epoch_at_once() {
	run(|| {
		register(ALICE);
		// 8 blocks at 50 in 10.
		let lease = active(PROVEN, 50, 120);
		go_to(5);
		assert_ok!(submit(lease, 0, word(9), epoch_proof(lease, word(9), 0)));
		let ledger = stored(lease).ledger;
		assert_eq!((ledger.paid, ledger.fee), (38, 2));
		assert!(events().contains(&Event::EpochProven { lease, epoch: 0, output: word(9) }));
		// Nothing accrues by time.
		go_to(8);
		assert_eq!(shown(lease).accrued, Amount(400));
		go_to(9);
		let epoch = stored(lease).epoch.unwrap();
		assert_eq!((epoch.number, epoch.start, epoch.proven), (1, 9, false));
	});
}

#[test]
fn a_proof_for_another_lease_epoch_provider_or_output_does_not_pay() {
	run(|| {
		register(ALICE);
		register(BOB);
		let lease = active(PROVEN, 50, 120);
		let other = active(PROVEN, 50, 120);
		let elsewhere = post(PROVEN);
		assert_ok!(Market::bid(by(BOB), elsewhere, 50, 6));
		assert_ok!(Market::accept_bid(by(TINA), elsewhere, BOB, 50, 6, 120));
		assert_ok!(Market::acknowledge(by(BOB), elsewhere));

		let for_other = epoch_proof(other, word(9), 0);
		assert_refused(|| submit(lease, 0, word(9), for_other), Error::ProofInvalid);
		let for_bob = epoch_proof(elsewhere, word(9), 0);
		assert_refused(|| submit(lease, 0, word(9), for_bob), Error::ProofInvalid);
		let right = epoch_proof(lease, word(9), 0);
		assert_refused(|| submit(lease, 0, word(10), right), Error::ProofInvalid);
		assert_refused(|| submit(lease, 1, word(9), right), Error::WrongEpoch);
		assert_refused(
			|| Market::submit_proof(by(BOB), lease, 0, word(9), Box::new(right)),
			Error::NotProvider,
		);
		assert_ok!(submit(lease, 0, word(9), right));
		// The next epoch wants a proof of its own.
		go_to(9);
		assert_refused(|| submit(lease, 1, word(9), right), Error::ProofInvalid);
		assert_refused(|| submit(lease, 0, word(9), right), Error::WrongEpoch);
		assert_ok!(submit(lease, 1, word(9), epoch_proof(lease, word(9), 0)));
	});
}

#[test]
fn an_epoch_is_paid_once_however_many_proofs_there_are() {
	run(|| {
		register(ALICE);
		let lease = active(PROVEN, 50, 120);
		assert_ok!(submit(lease, 0, word(9), epoch_proof(lease, word(9), 0)));
		let again = epoch_proof(lease, word(9), 1);
		assert_refused(|| submit(lease, 0, word(9), again), Error::EpochAlreadyProven);
		// Nor does another output make it another epoch.
		let other = epoch_proof(lease, word(10), 0);
		assert_refused(|| submit(lease, 0, word(10), other), Error::EpochAlreadyProven);
	});
}

#[test]
fn a_missed_proof_is_not_paid_and_costs_the_bond() {
	run(|| {
		register(ALICE);
		let lease = active(PROVEN, 50, 200);
		let third = AMOUNTS.lease_cover / 3;
		go_to(9);
		assert!(events().contains(&Event::ProofsMissed { lease, epochs: 1 }));
		assert_eq!(wealth(TINA), FUNDS + third);
		assert_eq!(stored(lease).ledger.spent(), 0);
		assert_ok!(submit(lease, 1, word(9), epoch_proof(lease, word(9), 0)));
		go_to(25);
		assert_eq!(wealth(TINA), FUNDS - 40 + 2 * third);
		go_to(33);
		let closed = Closed::<Test>::get(lease).unwrap();
		assert_eq!((closed.reason, closed.closed_at), (CloseReason::ProofsMissed, 33));
		// All of the cover, the rest of the division too.
		assert_eq!(wealth(TINA), FUNDS - 40 + AMOUNTS.lease_cover);
		assert_eq!(circuit_users(), 0);
	});
}

#[test]
fn epochs_that_nobody_saw_are_missed_one_by_one() {
	run(|| {
		register(ALICE);
		let lease = active(PROVEN, 50, 200);
		go_to(2);
		assert_ok!(submit(lease, 0, word(9), epoch_proof(lease, word(9), 0)));
		skip_to(1_000);
		poll();
		let closed = Closed::<Test>::get(lease).unwrap();
		assert_eq!((closed.reason, closed.closed_at), (CloseReason::ProofsMissed, 33));
		assert_eq!(closed.ledger.spent(), 40);
		assert!(events().contains(&Event::ProofsMissed { lease, epochs: 3 }));
	});
}

#[test]
fn an_epoch_begins_only_if_it_can_be_paid() {
	run(|| {
		register(ALICE);
		let lease = active(PROVEN, 50, 79);
		assert_ok!(submit(lease, 0, word(9), epoch_proof(lease, word(9), 0)));
		// 39 are left, and an epoch costs 40.
		go_to(9);
		assert_eq!(stored(lease).state, State::Starved { until: 29 });
		assert_refused(|| submit(lease, 1, word(9), [Word::default(); 8]), Error::NotActive);
		go_to(12);
		assert_ok!(Market::top_up(by(TINA), lease, 1));
		let epoch = stored(lease).epoch.unwrap();
		assert_eq!((epoch.number, epoch.start), (1, 12));
		assert_ok!(submit(lease, 1, word(9), epoch_proof(lease, word(9), 0)));
		assert_eq!(stored(lease).ledger.spent(), 79 + 1);
	});
}

#[test]
fn a_tenant_cannot_close_on_a_provider_that_is_about_to_prove() {
	run(|| {
		register(ALICE);
		let lease = active(PROVEN, 50, 200);
		go_to(4);
		assert_ok!(Market::close(by(TINA), lease));
		assert_eq!(stored(lease).end, Some(End { at: 9, reason: CloseReason::TenantClosed }));
		assert_refused(|| Market::close(by(TINA), lease), Error::AlreadyEnding);
		assert_ok!(submit(lease, 0, word(9), epoch_proof(lease, word(9), 0)));
		go_to(9);
		let closed = Closed::<Test>::get(lease).unwrap();
		assert_eq!((closed.reason, closed.ledger.spent()), (CloseReason::TenantClosed, 40));

		// Without the proof the tenant pays nothing, and the provider loses nothing.
		let lease = active(PROVEN, 50, 200);
		assert_ok!(Market::close(by(TINA), lease));
		go_to(17);
		let closed = Closed::<Test>::get(lease).unwrap();
		assert_eq!((closed.reason, closed.ledger.spent()), (CloseReason::TenantClosed, 0));
		assert_eq!(wealth(ALICE), FUNDS + 38);

		// Once the epoch is proven the lease closes at once.
		let lease = active(PROVEN, 50, 200);
		assert_ok!(submit(lease, 0, word(9), epoch_proof(lease, word(9), 0)));
		assert_ok!(Market::close(by(TINA), lease));
		assert_eq!(Closed::<Test>::get(lease).unwrap().closed_at, 17);
	});
}

#[test]
fn an_input_set_anew_is_that_of_the_next_epoch() {
	run(|| {
		register(ALICE);
		let lease = active(PROVEN, 50, 200);
		let before = epoch_proof(lease, word(9), 0);
		assert_refused(|| Market::set_input(by(ALICE), lease, word(77)), Error::NotTenant);
		assert_refused(
			|| Market::set_input(by(TINA), lease, FieldElement::MODULUS),
			Error::CommitmentNotInField,
		);
		assert_ok!(Market::set_input(by(TINA), lease, word(77)));
		assert_eq!(last_event(), Event::InputSet { lease, input: word(77) });
		// The work under way is not in vain.
		assert_ok!(submit(lease, 0, word(9), before));
		go_to(9);
		assert_eq!(stored(lease).epoch.unwrap().input, word(77));
	});
}

#[test]
fn refuses_proofs_out_of_place() {
	run(|| {
		register(ALICE);
		let none = [Word::default(); 8];
		let metered = active(METERED, 10, 100);
		assert_refused(|| submit(metered, 0, word(9), none), Error::NotProven);
		assert_refused(|| Market::set_input(by(TINA), metered, word(1)), Error::NotProven);
		let lease = matched(PROVEN, 50, 200);
		assert_refused(|| submit(lease, 0, word(9), none), Error::NotActive);
		assert_ok!(Market::acknowledge(by(ALICE), lease));
		assert_refused(|| submit(lease, 0, word(9), none), Error::PointAtInfinity);
		assert_refused(|| submit(lease, 0, word(9), [Word::from(1); 8]), Error::ProofInvalid);
		assert_refused(
			|| submit(lease, 0, FieldElement::MODULUS, none),
			Error::CommitmentNotInField,
		);
		assert_refused(|| Market::heartbeat(by(ALICE), lease), Error::NoHeartbeat);
		// One block after the epoch, unseen by any hook.
		let late = epoch_proof(lease, word(9), 0);
		skip_to(9);
		assert_refused(|| submit(lease, 0, word(9), late), Error::WrongEpoch);
	});
}

#[test]
fn the_circuit_is_held_while_the_lease_lives() {
	run(|| {
		register(ALICE);
		let order = post(PROVEN);
		assert_eq!(circuit_users(), 0);
		assert_ok!(Market::bid(by(ALICE), order, 50, 6));
		assert_ok!(Market::accept_bid(by(TINA), order, ALICE, 50, 6, 200));
		assert_eq!(circuit_users(), 1);
		assert_ok!(Market::close(by(TINA), order));
		assert_eq!(circuit_users(), 0);
		assert_eq!(held(HoldReason::Escrow, TINA), 0);
	});
}

#[test]
fn the_binding_is_what_the_documentation_says() {
	run(|| {
		let genesis = System::block_hash(0);
		let mut bytes = b"census/leases/proof:".to_vec();
		bytes.extend(genesis.encode());
		bytes.extend(7u64.to_le_bytes());
		bytes.extend(3u32.to_le_bytes());
		bytes.extend(ALICE.to_le_bytes());
		let mut expected = [0; 32];
		expected[1..].copy_from_slice(&sp_io::hashing::blake2_256(&bytes)[..31]);
		assert_eq!(binding(&genesis, 7, 3, &ALICE).to_be_bytes(), expected);
		assert_eq!(Market::binding_of(7, 3, &ALICE).to_be_bytes(), expected);
		for other in [
			binding(&[0u8; 32], 7, 3, &ALICE),
			binding(&genesis, 8, 3, &ALICE),
			binding(&genesis, 7, 4, &ALICE),
			binding(&genesis, 7, 3, &BOB),
		] {
			assert_ne!(other.to_be_bytes(), expected);
		}
	});
}
