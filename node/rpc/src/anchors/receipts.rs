//! How a receipt comes from what a full node keeps: the justifications of the last block of each set
//! of validators and of the latest final block, and the log in the present state. None is handed out
//! that its reader would refuse.

use super::Finality;
use crate::ask::ask;
use census_anchor_log::leaf::{Leaf, Subject};
use census_receipt::{verify, AuthoritySet, Blake2b256, Receipt, Refusal, Trust};
use census_rpc_api::{
	views::{anchors::LeafBytes, Hash},
	Error,
};
use census_runtime::opaque::Block;
use census_runtime_api::AnchorsApi;
use codec::{DecodeAll, Encode};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;

/// The receipt of a leaf at the latest checkpoint that has a justification, with the handovers since
/// set `first_set`. `None` where there is no such leaf, no final block has it yet, or there has not
/// been such a set.
pub(super) fn receipt<Client>(
	client: &Client,
	finality: &dyn Finality,
	index: u64,
	first_set: u64,
) -> Result<Option<String>, Error>
where
	Client: ProvideRuntimeApi<Block> + HeaderBackend<Block>,
	Client::Api: AnchorsApi<Block>,
{
	let unavailable = |cause: String| Error::ProofUnavailable { cause };
	let Some(blocks) = finality.blocks(first_set).map_err(unavailable)? else { return Ok(None) };

	// The state of the best block has all that any final block had.
	let info = client.info();
	let at = Some(Hash(info.best_hash.0));
	let Some(LeafBytes { leaf, details: known }) =
		ask(client, at, |api, at| api.leaf_bytes(at, index))?
	else {
		return Ok(None);
	};
	let leaf =
		Leaf::decode_all(&mut &leaf.0[..]).map_err(|error| unavailable(error.to_string()))?;
	let known = known.map(|details| details.0);
	let details = details(&leaf, known, finality).map_err(unavailable)?;
	let mut failed = None;
	let assembled = Receipt::assemble(
		info.genesis_hash.0,
		first_set,
		blocks,
		&leaf,
		details,
		|count| match ask(client, at, |api, at| api.inclusion_proof(at, index, count)) {
			Ok(path) => path.map(|path| path.into_iter().map(Into::into).collect()),
			Err(error) => {
				failed = Some(error);
				None
			}
		},
	);
	if let Some(error) = failed {
		return Err(error);
	}
	let receipt = match assembled {
		Ok(receipt) => receipt,
		Err(Refusal::NotInLog) => return Ok(None),
		Err(refusal) => return Err(unavailable(refusal.to_string())),
	};
	check(&receipt, finality).map_err(unavailable)?;
	match receipt.to_text() {
		// A receipt is ASCII.
		Ok(text) => Ok(Some(String::from_utf8_lossy(&text).into_owned())),
		Err(refusal) => Err(unavailable(refusal.to_string())),
	}
}

/// Verifies a receipt as its reader will who trusts the set that it begins at. That one is of this
/// node's own knowledge: what lies between may be a change that was forced, which no reader follows.
fn check(receipt: &Receipt, finality: &dyn Finality) -> Result<(), String> {
	let id = receipt.first_set;
	let authorities = finality
		.authorities(id)?
		.ok_or_else(|| format!("this node does not know who was in set {id}"))?;
	AuthoritySet::new(id, authorities)
		.map(|set| Trust::new(receipt.genesis, vec![set]))
		// On what it rests is for the reader to judge, by the reader's clock.
		.and_then(|trust| verify(receipt, &trust, 0))
		.map(drop)
		.map_err(|refusal| {
			format!("what this node has of finality makes no receipt since set {id}: {refusal}")
		})
}

/// A leaf's details, as far as anything here still knows them: what the chain has of them, or, for a set
/// of validators, what names it.
fn details(
	leaf: &Leaf<[u8; 32]>,
	known: Option<Vec<u8>>,
	finality: &dyn Finality,
) -> Result<Option<Vec<u8>>, String> {
	let details = match (known, &leaf.entry.subject) {
		(Some(known), _) => Some(known),
		(None, Subject::AuthoritySet(set)) => finality.authorities(*set)?.map(|set| set.encode()),
		(None, _) => None,
	};
	Ok(details.filter(|details| leaf.has_details::<Blake2b256>(details)))
}
