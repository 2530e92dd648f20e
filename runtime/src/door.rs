//! What a transaction is: told to a node before it validates it.

use crate::{
	extensions::{Plain, CALL_FILTERED, NOT_PLAIN},
	Personhood, Runtime, RuntimeCall, RuntimeOrigin, UncheckedExtrinsic,
};
use census_runtime_api::door::Look;
use codec::DecodeLimit;
use frame_support::{dispatch::CheckIfFeeless, traits::Contains, MAX_EXTRINSIC_DEPTH};
use pallet_personhood::Examined;
use sp_runtime::{
	generic::Preamble,
	traits::{ExtensionVariant, StaticLookup},
};

/// Looks at a transaction. Neither its signature nor its proof is checked.
pub(crate) fn look(transaction: &[u8]) -> Look {
	let Ok(transaction) =
		UncheckedExtrinsic::decode_all_with_depth_limit(MAX_EXTRINSIC_DEPTH, &mut &transaction[..])
	else {
		return Look::Undecodable;
	};
	let call = &transaction.function;
	if nests(call, MAX_NESTED) {
		return Look::Refused { code: None, later: false };
	}
	match transaction.preamble {
		Preamble::Bare(_) => Look::Bare,
		Preamble::Signed(address, ..) => {
			let who = <Runtime as frame_system::Config>::Lookup::lookup(address);
			match who.map(RuntimeOrigin::signed) {
				Ok(origin) if call.is_feeless(&origin) => Look::Session,
				_ => Look::Paid,
			}
		}
		Preamble::General(ExtensionVariant::V0(extension)) if !Plain::is(&extension) => {
			Look::Refused { code: Some(NOT_PLAIN), later: false }
		}
		Preamble::General(..) => look_at_free(call),
	}
}

/// How deep calls may be in others of the kinds that encode what they make, to tell what it weighs: each copies all that is
/// in it, before anybody has paid.
const MAX_NESTED: u8 = 4;

/// Whether calls are nested deeper than this.
fn nests(call: &RuntimeCall, depth: u8) -> bool {
	use pallet_multisig::Call as Multisig;
	use pallet_proxy::Call as Proxy;
	use pallet_utility::Call as Utility;
	match call {
		RuntimeCall::Multisig(
			Multisig::as_multi { call, .. } | Multisig::as_multi_threshold_1 { call, .. },
		)
		| RuntimeCall::Proxy(Proxy::proxy { call, .. } | Proxy::proxy_announced { call, .. }) => {
			depth == 0 || nests(call, depth.saturating_sub(1))
		}
		RuntimeCall::Utility(
			Utility::batch { calls }
			| Utility::batch_all { calls }
			| Utility::force_batch { calls },
		) => calls.iter().any(|call| nests(call, depth)),
		_ => false,
	}
}

fn look_at_free(call: &RuntimeCall) -> Look {
	let RuntimeCall::Personhood(of_person) = call else {
		return Look::Refused { code: None, later: false };
	};
	if !<Runtime as frame_system::Config>::BaseCallFilter::contains(call) {
		return Look::Refused { code: Some(CALL_FILTERED), later: true };
	}
	match Personhood::examine(of_person) {
		None => Look::Refused { code: None, later: false },
		Some(Ok(Examined { lane, pairings })) => Look::Free { priority: lane.priority(), pairings },
		Some(Err(refusal)) => {
			Look::Refused { code: Some(refusal.code()), later: refusal.may_pass_later() }
		}
	}
}
