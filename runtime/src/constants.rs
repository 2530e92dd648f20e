//! The chain's constants: its name, its token, its time and its prices, each with its unit.

use crate::{Balance, BlockNumber};
use frame_support::weights::{
	constants::{WEIGHT_REF_TIME_PER_MILLIS, WEIGHT_REF_TIME_PER_SECOND},
	Weight,
};
use sp_consensus_babe::{AllowedSlots, BabeEpochConfiguration};
use sp_runtime::Perbill;

/// The token's symbol, as signers and chain specifications show it.
pub const TOKEN_SYMBOL: &str = "CEN";
/// The token's decimals: 1 CEN is 10^12 of the smallest unit.
pub const TOKEN_DECIMALS: u8 = 12;
/// The SS58 prefix of addresses: 42, the one for Substrate chains at large.
pub const SS58_PREFIX: u16 = 42;

/// 1 CEN, in the smallest unit.
pub const CEN: Balance = 1_000_000_000_000;
/// A thousandth of a CEN.
pub const MILLI_CEN: Balance = CEN / 1_000;
/// A millionth of a CEN.
pub const MICRO_CEN: Balance = CEN / 1_000_000;

/// What an account must hold to exist.
pub const EXISTENTIAL_DEPOSIT: Balance = MILLI_CEN;
/// Held of an account for each thing that it has the chain keep: a group, a poll, a circuit.
pub const ENTRY_DEPOSIT: Balance = CEN;
/// Held of an account for each byte of these.
pub const DEPOSIT_PER_BYTE: Balance = 100 * MICRO_CEN;
/// The price of each byte that stays in state for ever. It is burnt.
pub const PERMANENT_BYTE_PRICE: Balance = DEPOSIT_PER_BYTE;
/// Held of whoever opens an application scope, besides the price of its slots.
pub const SCOPE_DEPOSIT: Balance = CEN;
/// What an act in an application scope costs whoever opened the scope: about what it would cost in
/// fees, failed attempts included.
pub const SLOT_PRICE: Balance = 5 * MILLI_CEN;
/// What a person's act may weigh: 20 ms of a core. Proofs of storage are not made here: their bound only
/// keeps what is summed up from overflowing.
pub const MAX_ACT_WEIGHT: Weight =
	Weight::from_parts(20 * WEIGHT_REF_TIME_PER_MILLIS, u64::MAX / 10);
/// The fee for each byte of a transaction. A block full of bytes (75 % of 5 MiB) then costs about
/// as much as a block full of weight: 1.4 CEN.
pub const FEE_PER_BYTE: Balance = 360_000;

/// One slot, and so one block at best, in milliseconds.
pub const SLOT_MILLISECONDS: u64 = 6_000;
/// Blocks in an hour, if no slot is missed.
pub const HOURS: BlockNumber = (3_600_000 / SLOT_MILLISECONDS) as BlockNumber;
/// Blocks in a day, if no slot is missed.
pub const DAYS: BlockNumber = 24 * HOURS;

/// How a slot's author is found: about one slot in four by chance, the others by turns, always
/// with a VRF.
pub const BABE_EPOCH_CONFIGURATION: BabeEpochConfiguration = BabeEpochConfiguration {
	c: PRIMARY_PROBABILITY,
	allowed_slots: AllowedSlots::PrimaryAndSecondaryVRFSlots,
};
/// The probability that a slot has a primary author, as a fraction.
pub const PRIMARY_PROBABILITY: (u64, u64) = (1, 4);

/// For how many sessions the validators are remembered, so that an equivocation can be reported:
/// four weeks of epochs of an hour.
pub const REMEMBERED_SESSIONS: u32 = 28 * 24;
/// The most validators at a time: seats of one term, and of the one before that are not over yet.
pub const MAX_AUTHORITIES: u32 = 1_000;
/// The most seats among the validators.
pub const MAX_SEATS: u32 = 450;
/// The most accounts that stand in where seats are too few.
pub const MAX_FALLBACK: u32 = 64;
// Seats of two terms, until the former are out, and the fallback set are no more than consensus can bear.
const _: () = assert!(2 * MAX_SEATS + MAX_FALLBACK <= MAX_AUTHORITIES);
/// The longest that a scope can be open. Of pinnable epochs, one a day, no more are alive than epochs of the past
/// are kept.
pub const MAX_SCOPE_LIFE: BlockNumber = 60 * DAYS;
/// The most persons who claim a seat of one term.
pub const MAX_SEAT_CLAIMS: u32 = 2_000;

/// The share of a block's weight that normal transactions may fill: those for which somebody pays.
pub const NORMAL_RATIO: Perbill = Perbill::from_percent(70);
/// The share of a block's weight that operational transactions may fill: what persons do without
/// paying. Neither share can be used by the other, so neither crowds the other out.
pub const OPERATIONAL_RATIO: Perbill = Perbill::from_percent(20);
/// The share of a block's weight that is left for what the chain does by itself.
pub const HOOKS_RATIO: Perbill = Perbill::from_percent(10);
/// The share of a block's bytes that normal transactions may fill.
pub const NORMAL_LENGTH_RATIO: Perbill = Perbill::from_percent(75);
/// The share of a block's bytes that operational transactions may fill.
pub const OPERATIONAL_LENGTH_RATIO: Perbill = Perbill::from_percent(24);
/// The weight of a block: two seconds of a slot's six, whatever the proof's size, for this chain
/// proves no blocks to another.
pub const MAX_BLOCK_WEIGHT: Weight = Weight::from_parts(2 * WEIGHT_REF_TIME_PER_SECOND, u64::MAX);
/// The bytes of a header as its author begins it: 4 KiB. (BABE's part takes about 150; what the
/// runtime adds itself is not counted.)
pub const MAX_AUTHORED_HEADER_BYTES: u32 = 4 * 1024;
/// The bytes of a block: 5 MiB.
pub const MAX_BLOCK_BYTES: u32 = 5 * 1024 * 1024;
