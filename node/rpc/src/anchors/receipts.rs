//! How a receipt comes from what a full node keeps: the justifications of the last block of each set
//! of validators and of the latest final block, and the log in the present state.

use super::Finality;
use crate::{ask::ask, Error};
use census_anchor_log::leaf::{Author, Authorities, Entry, Leaf, Subject};
use census_receipt::{Blake2b256, Header, Receipt, Refusal};
use census_runtime::{opaque::Block, AccountId, BlockNumber};
use census_runtime_api::anchors::{AnchorDetails, AnchorsApi, Details};
use codec::Encode;
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
	Client::Api: AnchorsApi<Block, AccountId, BlockNumber>,
{
	let unavailable = |cause: String| Error::ProofUnavailable { cause };
	let Some(blocks) = finality.blocks(first_set).map_err(unavailable)? else { return Ok(None) };

	// The state of the best block has all that any final block had.
	let info = client.info();
	let at = Some(info.best_hash);
	let Some(anchor) = ask(client, at, |api, at| api.anchor(at, index))? else {
		return Ok(None);
	};
	let details = details(&anchor, finality);
	let mut failed = None;
	let assembled = Receipt::assemble(
		info.genesis_hash.0,
		first_set,
		blocks,
		&portable(anchor.leaf),
		details,
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

/// A leaf's details, as far as anything here still knows them: its row, or, for a set of validators,
/// the block that handed over to it.
fn details(
	anchor: &AnchorDetails<AccountId, BlockNumber>,
	finality: &dyn Finality,
) -> Option<Vec<u8>> {
	let details = match (&anchor.row, &anchor.leaf.entry.subject) {
		(Some(row), _) => Some(match &row.details {
			Details::Description(description) => description.encode(),
			Details::Statement(statement) => statement.encode(),
		}),
		(None, Subject::Claim { .. }) => Some(Vec::new()),
		(None, Subject::AuthoritySet(set)) => authorities(*set, finality).map(|set| set.encode()),
		(None, _) => None,
	};
	details.filter(|details| anchor.leaf.has_details::<Blake2b256>(details))
}

/// The validators of a set, as the last block of the set before it names them.
fn authorities(set: u64, finality: &dyn Finality) -> Option<Authorities> {
	let block = finality.last_block(set.checked_sub(1)?)?;
	Header::read(&block.header).ok()?.handover().ok()?
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
