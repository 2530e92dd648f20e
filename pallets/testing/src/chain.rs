//! The chain on which a pallet is tested, and what tests ask of it.

use core::fmt::Debug;
use frame_support::{dispatch::DispatchErrorWithPostInfo, storage::with_storage_layer};
use frame_system::Config;
use sp_io::TestExternalities;
use sp_runtime::{traits::One, BuildStorage, DispatchError, StateVersion};

/// A chain for tests: the runtime `Test`, whose pallets are `System`, `Balances`, and those that are
/// listed, each with its index from 2 on. It has FRAME's configuration for tests; what `system` and
/// `balances` say is said in its place.
///
/// ```text
/// census_testing::mock_runtime! {
///     pallets { 2: Persons = persons, 3: PollsPallet = pallet_polls }
///     balances { type MaxFreezes = ConstU32<1>; }
/// }
/// ```
#[macro_export]
macro_rules! mock_runtime {
	(
		pallets { $( $index:tt: $name:ident = $pallet:ident ),* $(,)? }
		$( system { $( $system:tt )* } )?
		$( balances { $( $balances:tt )* } )?
	) => {
		// The attribute asks for itself by this name.
		use frame_support::derive_impl;

		type Block = frame_system::mocking::MockBlock<Test>;

		#[frame_support::runtime]
		mod runtime {
			#[runtime::runtime]
			#[runtime::derive(
				RuntimeCall,
				RuntimeEvent,
				RuntimeError,
				RuntimeOrigin,
				RuntimeFreezeReason,
				RuntimeHoldReason,
				RuntimeSlashReason,
				RuntimeLockId,
				RuntimeTask
			)]
			pub struct Test;

			#[runtime::pallet_index(0)]
			pub type System = frame_system;
			#[runtime::pallet_index(1)]
			pub type Balances = pallet_balances;
			$(
				#[runtime::pallet_index($index)]
				pub type $name = $pallet;
			)*
		}

		#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
		impl frame_system::Config for Test {
			type Block = Block;
			type AccountData = pallet_balances::AccountData<u64>;
			$( $( $system )* )?
		}

		#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
		impl pallet_balances::Config for Test {
			type AccountStore = System;
			$( $( $balances )* )?
		}
	};
}

/// The chain with this genesis, in block 1.
pub fn externalities<T: Config>(genesis: impl BuildStorage) -> TestExternalities {
	let storage = genesis.build_storage().expect("the genesis is sound");
	let mut chain = TestExternalities::new(storage);
	chain.execute_with(|| frame_system::Pallet::<T>::set_block_number(One::one()));
	chain
}

/// The events of one pallet in this block, the oldest first.
pub fn events<T: Config<RuntimeEvent: TryInto<Event>>, Event>() -> Vec<Event> {
	let events = frame_system::Pallet::<T>::events().into_iter();
	events.filter_map(|record| record.event.try_into().ok()).collect()
}

/// The hash of all that is stored.
pub fn state_root() -> Vec<u8> {
	sp_io::storage::root(StateVersion::V1)
}

/// Asserts that a call is refused with this error and changes nothing.
#[track_caller]
pub fn assert_refused<R: Debug, E: Into<DispatchErrorWithPostInfo>>(
	call: impl FnOnce() -> Result<R, E>,
	error: impl Into<DispatchError>,
) {
	let before = state_root();
	let refused = with_storage_layer(|| call().map_err(|refusal| refusal.into().error));
	assert_eq!(refused.err(), Some(error.into()));
	assert_eq!(state_root(), before, "it changed something");
}
