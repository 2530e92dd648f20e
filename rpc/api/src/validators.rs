//! `validators_*`.

use crate::{
	views::{
		validators::{Candidate, ValidatorsHealth},
		AccountId, Hash,
	},
	Error,
};
use census_rpc_describe::describe;
use jsonrpsee::proc_macros::rpc;

/// Validators: who makes blocks, and on whose word.
#[describe]
#[rpc(server, client, namespace = "validators")]
pub trait ValidatorsRpc {
	/// How the validators are: how many have a person's seat and how many stand in for seats, how many may stop, which
	/// terms there are, and what should worry somebody, in words.
	#[method(name = "health", blocking)]
	fn health(&self, at: Option<Hash>) -> Result<ValidatorsHealth, Error>;

	/// An account that may be a validator: its bond, its keys, for whom it stands, and what it does. `null` where the
	/// account has no bond.
	#[method(name = "candidate", blocking)]
	fn candidate(&self, account: AccountId, at: Option<Hash>) -> Result<Option<Candidate>, Error>;
}
