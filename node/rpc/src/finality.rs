//! `grandpa_proveFinality`: the justification by which a block is final.
//!
//! The SDK's method adds every header from the block to the one that is justified, up to 100,000 of them,
//! which it reads on a thread that serves all connections. Here the list is empty: whoever wants the
//! headers asks for them with `chain_getHeader`.

use census_runtime::{opaque::Block, BlockNumber};
use codec::Encode;
use jsonrpsee::{
	proc_macros::rpc,
	types::{ErrorObject, ErrorObjectOwned},
};
use sc_client_api::Backend;
use sc_consensus_grandpa::FinalityProofProvider;
use sp_core::Bytes;
use std::sync::Arc;

/// The SDK's name of the method, which is left out of its module.
pub(crate) const NAME: &str = "grandpa_proveFinality";

/// The error's code, which is the SDK's.
const FAILED: i32 = 4;

/// The method.
#[rpc(server, namespace = "grandpa")]
pub trait FinalityRpc {
	/// The block that is justified: the last one of the block's set of validators, or the latest one; its
	/// justification; and an empty list of headers. In SCALE.
	#[method(name = "proveFinality", blocking)]
	fn prove_finality(&self, block: BlockNumber) -> Result<Option<Bytes>, ErrorObjectOwned>;
}

/// Answers [`FinalityRpcServer`].
pub(crate) struct Finality<B>(pub(crate) Arc<FinalityProofProvider<B, Block>>);

impl<B: Backend<Block> + 'static> FinalityRpcServer for Finality<B> {
	fn prove_finality(&self, block: BlockNumber) -> Result<Option<Bytes>, ErrorObjectOwned> {
		let proof = self.0.prove_finality_proof(block, false).map_err(|error| {
			let text = format!("GRANDPA prove finality rpc failed: {error}");
			ErrorObject::owned(FAILED, text, None::<()>)
		})?;
		Ok(proof.map(|proof| proof.encode().into()))
	}
}
