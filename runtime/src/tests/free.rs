//! What a person may do for free, as `docs/reference/free.md` tells it: the numbers there are those of the
//! runtime.

use super::{any_proof, costs::flat, extension, preset, world::ticket};
use crate::{Personhood, Runtime, RuntimeCall, UncheckedExtrinsic};
use census_primitives::{PersonScope, MAX_CIVIC_ACTS};
use census_zk_types::Word;
use codec::Encode;
use frame_support::{
	traits::Get,
	weights::{constants::WEIGHT_REF_TIME_PER_MILLIS, Weight},
};
use pallet_personhood::{
	Call, Cleaning, Config, Evidence, SignedTicket, Tickets, MAX_ATTEMPTS, MAX_TICKETS,
};
use sp_genesis_builder::DEV_RUNTIME_PRESET;
use sp_runtime::{AccountId32, MultiSignature};

/// The largest admission's tickets: circuits' proofs are longer than signatures.
fn tickets() -> Tickets<Runtime> {
	let evidence = || Evidence::Proof([Word::from(1); 8]);
	let signed = |issuer| SignedTicket { ticket: ticket(issuer), evidence: evidence() };
	(0..MAX_TICKETS).map(signed).collect::<Vec<_>>().try_into().unwrap()
}

/// The bytes of a transaction that brings this call, with its length in front.
fn bytes(call: Call<Runtime>) -> usize {
	UncheckedExtrinsic::new_transaction(call.into(), extension(0)).encoded_size()
}

/// A call as long as a person's may be. (None that persons may make is.)
fn longest() -> Box<RuntimeCall> {
	let most: u32 = <Runtime as Config>::MaxActLength::get();
	let most = most as usize;
	let remark = |length| RuntimeCall::from(frame_system::Call::remark { remark: vec![1; length] });
	let call = remark(most - remark(64).encoded_size() + 64);
	assert_eq!(call.encoded_size(), most);
	Box::new(call)
}

#[test]
fn the_documentation_tells_what_is_free() {
	let documentation = include_str!("../../../docs/reference/free.md");
	let proof = || Box::new(any_proof());
	let by_quota = PersonScope::Quota { epoch: 1, counter: 1 };
	let application = PersonScope::Application { scope: 1, topic: [1; 32] };
	let act = |scope| bytes(Call::act_as { scope, attempt: 1, proof: proof(), call: longest() });
	let account = AccountId32::new([1; 32]);
	let consent = MultiSignature::Ecdsa([1; 65].into());
	let session = Call::open_session { epoch: 1, proof: proof(), account, consent };
	let rotation =
		Call::rotate { person: 1, commitment: Word::from(1), current: proof(), proof: proof() };
	let acts: u32 = <Runtime as Config>::ActsPerSession::get();
	let quota: u16 = <Runtime as Config>::QuotaPerEpoch::get();
	let alias = Call::as_alias { epoch: 1, call: longest() };
	// An account's address and signature besides.
	let alias = bytes(alias) + 1 + 32 + 1 + 65;
	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		let rows = [
			format!("| quota acts | {quota} an epoch | {} | 1 | ", act(by_quota)),
			format!("| opening a session | 1 an epoch | {} | 1 | ", bytes(session)),
			format!("| a session's acts | {acts} an epoch | {alias} | 0 | "),
			format!(
				"| acts in application scopes | {MAX_ATTEMPTS} for each slot that is paid for | {} | 1 | ",
				act(application)
			),
			format!(
				"| acts in scopes of the chain's own | {MAX_CIVIC_ACTS} a scope | {} | 1 | ",
				act(application)
			),
			format!("| rotation | 1 a day | {} | 2 | ", bytes(rotation)),
			format!(
				"| renewal | 1 a day | {} | 1, and 1 for each circuit's ticket | ",
				bytes(Call::renew { person: 1, tickets: tickets(), proof: proof() })
			),
			format!(
				"| recovery | 1 in 14 days | {} | 1, and 1 for each circuit's ticket | ",
				bytes(Call::recover { person: 1, tickets: tickets(), proof: proof() })
			),
			format!(
				"| veto | 1 a person | {} | 1 | ",
				bytes(Call::veto { person: 1, proof: proof() })
			),
			format!(
				"| enrolment | as many as its issuers' limits | {} | 1, and 1 for each circuit's ticket | ",
				bytes(Call::enrol { tickets: tickets(), proof: proof() })
			),
		];
		let missing: Vec<_> = rows.iter().filter(|row| !documentation.contains(*row)).collect();
		assert!(missing.is_empty(), "docs/reference/free.md lacks {missing:#?}");
	});
}

#[test]
fn the_documentation_tells_what_is_cleaned_up() {
	let documentation = include_str!("../../../docs/reference/free.md");
	let milliseconds = |weight: Weight| weight.ref_time() / WEIGHT_REF_TIME_PER_MILLIS;
	let row = |cleaning: &Cleaning| {
		let (most, whole) = (cleaning.produced, milliseconds(cleaning.whole()));
		format!("| {} | {most} | {whole} ms |", cleaning.what)
	};
	let mut told: Vec<_> = Personhood::cleanings().iter().map(row).collect();
	let own: Weight = <Runtime as Config>::MaxSweepWeight::get();
	let idle: Weight = <Runtime as Config>::MaxIdleSweepWeight::get();
	told.push(format!("{} ms of each block", milliseconds(own)));
	told.push(format!("{} ms more", milliseconds(idle)));
	let documentation = flat(documentation);
	let missing: Vec<_> = told.iter().filter(|row| !documentation.contains(&flat(row))).collect();
	assert!(missing.is_empty(), "docs/reference/free.md lacks {missing:#?}");
}
