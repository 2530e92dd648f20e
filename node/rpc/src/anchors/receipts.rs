//! How a receipt comes from what a full node keeps: the justifications of the last block of each set
//! of validators and of the latest final block, and the log in the present state.

use crate::{ask::ask, Error};
use census_anchor_log::leaf::{Author, Entry, Leaf};
use census_receipt::{read_warp_proof, Finalised, Header, ItemProof, Receipt, Refusal};
use census_runtime::{opaque::Block, AccountId, BlockNumber, Hash};
use census_runtime_api::anchors::{AnchorsApi, Details};
use codec::Encode;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use std::sync::Arc;

/// A warp proof from a final block on, in SCALE: `sc_consensus_grandpa::warp_proof`. Each is bounded,
/// and says whether it leads up to the latest block.
pub type WarpProofs = Arc<dyn Fn(Hash) -> Result<Vec<u8>, String> + Send + Sync>;

/// The most bytes of warp proofs for one receipt: in hexadecimal it must not outgrow the format.
const MAX_PROOF_BYTES: usize = census_receipt::MAX_RECEIPT_BYTES / 2;

/// The receipt of a leaf at the latest checkpoint that has a justification, with the handovers since
/// set `first_set`. `None` where there is no such leaf, no final block has it yet, or there has not
/// been such a set.
pub(super) fn receipt<Client>(
	client: &Client,
	warp_proofs: &WarpProofs,
	index: u64,
	first_set: u64,
	item: Option<ItemProof>,
) -> Result<Option<String>, Error>
where
	Client: ProvideRuntimeApi<Block> + HeaderBackend<Block>,
	Client::Api: AnchorsApi<Block, AccountId, BlockNumber>,
{
	let info = client.info();
	let unavailable = |cause: String| Error::ProofUnavailable { cause };
	let blocks = blocks(info.genesis_hash, warp_proofs).map_err(unavailable)?;
	// Each block but the last ends a set; so does the last, perhaps, but none follows it.
	let first = usize::try_from(first_set).unwrap_or(usize::MAX);
	let Some(blocks @ [_, ..]) = blocks.get(first..) else { return Ok(None) };

	let at = Some(info.best_hash);
	let Some(anchor) = ask(client, at, |api, at| api.anchor(at, index))? else {
		return Ok(None);
	};
	let details = anchor.row.map(|row| match row.details {
		Details::Description(description) => description.encode(),
		Details::Statement(statement) => statement.encode(),
	});
	let mut failed = None;
	let assembled = Receipt::assemble(
		info.genesis_hash.0,
		first_set,
		blocks.to_vec(),
		&portable(anchor.leaf),
		details,
		item,
		|count| match ask(client, at, |api, at| api.inclusion_proof(at, index, count)) {
			Ok(path) => path,
			Err(error) => {
				failed = Some(error);
				None
			}
		},
	);
	if let Some(error) = failed {
		return Err(error);
	}
	match assembled.and_then(|receipt| receipt.to_text()) {
		// A receipt is ASCII.
		Ok(text) => Ok(Some(String::from_utf8_lossy(&text).into_owned())),
		Err(Refusal::NotInLog) => Ok(None),
		Err(refusal) => Err(unavailable(refusal.to_string())),
	}
}

/// The last block of each set of validators, and the latest one with a justification.
fn blocks(genesis: Hash, warp_proofs: &WarpProofs) -> Result<Vec<Finalised>, String> {
	let mut all = Vec::new();
	let mut start = genesis;
	let mut bytes = 0;
	loop {
		let proof = warp_proofs(start)?;
		bytes += proof.len();
		if bytes > MAX_PROOF_BYTES {
			return Err("there are too many handovers for one receipt".into());
		}
		let (blocks, finished) = read_warp_proof(&proof).map_err(|refusal| refusal.to_string())?;
		let last = blocks.last().map(|block| Header::read(&block.header)).transpose();
		all.extend(blocks);
		match last.map_err(|refusal| refusal.to_string())? {
			Some(header) if !finished && header.hash != start.0 => start = header.hash.into(),
			_ if finished => return Ok(all),
			_ => return Err("a warp proof leads nowhere".into()),
		}
	}
}

/// A leaf with its account as the bytes that it is.
fn portable(leaf: Leaf<AccountId>) -> Leaf<[u8; 32]> {
	let Leaf { index, entry } = leaf;
	let author = match entry.author {
		Author::Account(account) => Author::Account(account.into()),
		Author::Person(alias) => Author::Person(alias),
		Author::Chain => Author::Chain,
	};
	Leaf {
		index,
		entry: Entry {
			moment: entry.moment,
			author,
			subject: entry.subject,
			committed: entry.committed,
			details: entry.details,
		},
	}
}
