//! What a node may know of a call that nobody signs before anything costly is done about it: where it
//! stands among others, how many pairings it takes to check, and why it would be refused without any.

use crate::{Call, Config, Evidence, Pallet, Tickets};
use census_primitives::{Lane, LaneKind, PersonRefusal, PersonScope};

/// A call against which nothing speaks yet but signatures and pairings, which were not looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Examined {
	/// Where it stands.
	pub lane: Lane,
	/// How many pairings it takes to check.
	pub pairings: u32,
}

impl<T: Config> Pallet<T> {
	/// Where a call that nobody signs stands among others; `None` for calls that somebody signs.
	pub fn lane_of(call: &Call<T>) -> Option<Lane> {
		Some(match call {
			Call::veto { .. } => Lane::of(LaneKind::Veto),
			Call::recover { .. } => Lane::of(LaneKind::Recover),
			Call::renew { .. } => Lane::of(LaneKind::Renew),
			Call::enrol { .. } => Lane::of(LaneKind::Enrol),
			Call::rotate { .. } => Lane::of(LaneKind::Rotate),
			Call::act_as { scope, .. } => Lane::act(
				match *scope {
					PersonScope::Quota { counter, .. } => counter,
					PersonScope::Session { .. } | PersonScope::Application { .. } => 0,
				},
				scope,
			),
			Call::open_session { epoch, .. } => Lane::session(*epoch),
			_ => return None,
		})
	}

	/// Makes all checks of a call that nobody signs but those of signatures and pairings; `None` for
	/// calls that somebody signs.
	pub fn examine(call: &Call<T>) -> Option<Result<Examined, PersonRefusal>> {
		let lane = Self::lane_of(call)?;
		let checked = match call {
			Call::enrol { tickets, proof } => {
				Self::check_enrol(tickets, proof).map(|_| 1 + of_circuits::<T>(tickets))
			}
			Call::renew { person, tickets, proof } => {
				Self::check_renew(*person, tickets, proof).map(|_| 1 + of_circuits::<T>(tickets))
			}
			Call::recover { person, tickets, proof } => {
				Self::check_recover(*person, tickets, proof).map(|_| 1 + of_circuits::<T>(tickets))
			}
			Call::rotate { person, commitment, current, proof } => {
				Self::check_rotate(*person, commitment, current, proof).map(|_| 2)
			}
			Call::veto { person, proof } => Self::check_veto(*person, proof).map(|_| 1),
			Call::act_as { scope, attempt, proof, call } => {
				Self::check_act(scope, *attempt, proof, call).map(|_| 1)
			}
			Call::open_session { epoch, proof, account, .. } => {
				Self::check_session(*epoch, proof, account).map(|_| 1)
			}
			_ => return None,
		};
		Some(checked.map(|pairings| Examined { lane, pairings }))
	}
}

/// The pairings that it takes to check the tickets themselves.
fn of_circuits<T: Config>(tickets: &Tickets<T>) -> u32 {
	// There are no more tickets than one admission takes.
	tickets.iter().filter(|signed| matches!(signed.evidence, Evidence::Proof(_))).count() as u32
}
