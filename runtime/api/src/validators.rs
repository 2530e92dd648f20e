//! Questions about validators.

use census_views::{
	validators::{Candidate, ValidatorsHealth},
	AccountId,
};

sp_api::decl_runtime_apis! {
	/// Questions about validators.
	pub trait ValidatorsApi {
		/// How the validators are, and whom the chain rests on.
		fn health() -> ValidatorsHealth;

		/// The candidate, or `None` where the account has no bond.
		fn candidate(account: AccountId) -> Option<Candidate>;
	}
}
