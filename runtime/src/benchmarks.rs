//! The benchmarks that this runtime has.

frame_benchmarking::define_benchmarks!(
	[frame_system, frame_system_benchmarking::Pallet::<crate::Runtime>]
	[frame_system_extensions, frame_system_benchmarking::extensions::Pallet::<crate::Runtime>]
	[pallet_balances, crate::Balances]
	[pallet_groups, crate::Groups]
	[pallet_sudo, crate::Sudo]
	[pallet_timestamp, crate::Timestamp]
	[pallet_utility, crate::Utility]
);

impl frame_system_benchmarking::Config for crate::Runtime {}
