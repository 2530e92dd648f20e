//! Which host calls the validators' nodes have, so that no runtime is enacted that they could not run.
//!
//! Host calls are numbered by levels: a level has all calls of those before. A runtime says which level it needs as
//! the version of [`HostCallsApi`](census_runtime_api::host_calls), which can be read from its code without running it. A
//! node that has a higher level than the present runtime needs says so in a block of its own, once a session. Code that
//! needs more than the present one is enacted when four fifths of the validators have said so, in this session or one
//! of the few before; until then its authorisation stands, and anybody may try again.

pub use pallet::*;

use census_runtime_api::host_calls::runtime_decl_for_host_calls_api as api;
use codec::Decode;
use frame_support::{dispatch::DispatchResult, ensure};
use sp_runtime::Perbill;
use sp_version::RuntimeVersion;

/// The part of the validators that have to have what a runtime needs.
const ENOUGH: Perbill = Perbill::from_percent(80);

/// For how many sessions it counts what a validator has said; for one more with each hundred validators.
const SESSIONS: u32 = 6;

/// The level of host calls that this runtime needs.
pub const NEEDED: u32 = api::VERSION;

/// The pallet.
#[frame_support::pallet]
pub mod pallet {
	use super::NEEDED;
	use census_runtime_api::host_calls::INHERENT;
	use frame_support::{inherent::*, pallet_prelude::*};
	use frame_system::pallet_prelude::*;
	use pallet_session::Pallet as Session;
	use sp_staking::SessionIndex;

	/// The pallet.
	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// It asks who makes the block, and in which session.
	#[pallet::config]
	pub trait Config:
		frame_system::Config
		+ pallet_authorship::Config
		+ pallet_session::Config<ValidatorId = <Self as frame_system::Config>::AccountId>
	{
	}

	/// What validators have said: in which session and block, and which level.
	#[pallet::storage]
	pub type Levels<T: Config> = StorageMap<_, Twox64Concat, T::AccountId, Said<BlockNumberFor<T>>>;

	/// In which session code was brought that was authorised, the last time.
	#[pallet::storage]
	pub type TriedIn<T> = StorageValue<_, SessionIndex>;

	/// What a validator has said.
	#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
	pub struct Said<BlockNumber> {
		/// In which session.
		pub session: SessionIndex,
		/// In which block.
		pub block: BlockNumber,
		/// Which level of host calls it has.
		pub level: u32,
	}

	/// Why code is not enacted.
	#[pallet::error]
	pub enum Error<T> {
		/// The code says of no level of host calls that it needs it: it is no runtime of this chain.
		NoLevel,
		/// Fewer than four fifths of the validators have said lately that they have the host calls that the code needs.
		ValidatorsNotReady,
		/// Only who makes the block says it.
		NoAuthor,
		/// It is said once a block.
		SaidAlready,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Says which level of host calls the node has that makes the block.
		///
		/// Origin: an inherent. Errors: [`Error::NoAuthor`], [`Error::SaidAlready`]: a block
		/// with it is none.
		#[pallet::call_index(0)]
		#[pallet::weight((T::DbWeight::get().reads_writes(3, 1), DispatchClass::Mandatory))]
		pub fn say(origin: OriginFor<T>, level: u32) -> DispatchResult {
			ensure_none(origin)?;
			let author = pallet_authorship::Pallet::<T>::author().ok_or(Error::<T>::NoAuthor)?;
			let block = frame_system::Pallet::<T>::block_number();
			let before = Levels::<T>::get(&author);
			ensure!(before.is_none_or(|said| said.block != block), Error::<T>::SaidAlready);
			let session = Session::<T>::current_index();
			Levels::<T>::insert(author, Said { session, block, level });
			Ok(())
		}
	}

	#[pallet::inherent]
	impl<T: Config> ProvideInherent for Pallet<T> {
		type Call = Call<T>;
		type Error = MakeFatalError<()>;
		const INHERENT_IDENTIFIER: InherentIdentifier = INHERENT;

		/// Nothing, where the node has no more than the present runtime needs, or has said so in this session.
		fn create_inherent(data: &InherentData) -> Option<Call<T>> {
			let level: u32 = data.get_data(&INHERENT).ok()??;
			let author = pallet_authorship::Pallet::<T>::author()?;
			let said = Levels::<T>::get(author).map(|said| (said.session, said.level));
			let is_new = said != Some((Session::<T>::current_index(), level));
			(level > NEEDED && is_new).then_some(Call::say { level })
		}

		fn is_inherent(call: &Call<T>) -> bool {
			matches!(call, Call::say { .. })
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Whether the validators can run this code.
	///
	/// # Errors
	/// If they cannot, or have not said so.
	pub(crate) fn check(code: &[u8]) -> DispatchResult {
		let needed = level_of(code).ok_or(Error::<T>::NoLevel)?;
		// What the present runtime needs all of them have, or they would not be here.
		ensure!(needed <= NEEDED || Self::are_ready(needed), Error::<T>::ValidatorsNotReady);
		Ok(())
	}

	/// Whether code that was authorised was brought in this session.
	pub(crate) fn was_tried() -> bool {
		TriedIn::<T>::get() == Some(pallet_session::Pallet::<T>::current_index())
	}

	/// Notes that it was, whatever becomes of it.
	pub(crate) fn note_tried() {
		TriedIn::<T>::put(pallet_session::Pallet::<T>::current_index());
	}

	fn are_ready(needed: u32) -> bool {
		let now = pallet_session::Pallet::<T>::current_index();
		let validators = pallet_session::Pallet::<T>::validators();
		// Of many validators each makes few blocks a session, and says it in one of them.
		let sessions = SESSIONS.saturating_add(validators.len() as u32 / 100);
		let is_ready = |validator: &&T::AccountId| {
			Levels::<T>::get(*validator).is_some_and(|said| {
				said.level >= needed && said.session.saturating_add(sessions) >= now
			})
		};
		let ready = validators.iter().filter(is_ready).count() as u32;
		ready >= ENOUGH.mul_ceil(validators.len() as u32)
	}
}

/// The level of host calls that code says it needs.
fn level_of(code: &[u8]) -> Option<u32> {
	let version = sp_io::misc::runtime_version(code)?;
	let version = RuntimeVersion::decode(&mut &version[..]).ok()?;
	version.apis.iter().find_map(|(id, level)| (*id == api::ID).then_some(*level))
}

/// Puts code in the place of the present one, if the validators can run it.
pub struct OnlyIfReady;

impl frame_system::SetCode<crate::Runtime> for OnlyIfReady {
	fn set_code(code: alloc::vec::Vec<u8>) -> DispatchResult {
		crate::Readiness::check(&code)?;
		<() as frame_system::SetCode<crate::Runtime>>::set_code(code)
	}
}
