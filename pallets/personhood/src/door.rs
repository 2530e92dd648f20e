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
	/// Makes all checks of a call that nobody signs but those of signatures and pairings; `None` for
	/// calls that somebody signs.
	pub fn examine(call: &Call<T>) -> Option<Result<Examined, PersonRefusal>> {
		let with = |tickets| 1 + of_circuits::<T>(tickets);
		let (lane, checked) = match call {
			Call::enrol { tickets, proof } => {
				let checked = Self::check_enrol(tickets, proof).map(|_| with(tickets));
				(Lane::of(LaneKind::Enrol), checked)
			}
			Call::renew { person, tickets, proof } => {
				let checked = Self::check_renew(*person, tickets, proof).map(|_| with(tickets));
				(Lane::of(LaneKind::Renew), checked)
			}
			Call::recover { person, tickets, proof } => {
				let checked = Self::check_recover(*person, tickets, proof).map(|_| with(tickets));
				(Lane::of(LaneKind::Recover), checked)
			}
			Call::rotate { person, commitment, current, proof } => {
				let checked = Self::check_rotate(*person, commitment, current, proof).map(|_| 2);
				(Lane::of(LaneKind::Rotate), checked)
			}
			Call::veto { person, proof } => {
				(Lane::of(LaneKind::Veto), Self::check_veto(*person, proof).map(|_| 1))
			}
			Call::act_as { scope, attempt, proof, call } => {
				match Self::check_act(scope, *attempt, proof, call) {
					Ok(act) => (act.lane, Ok(1)),
					Err(refusal) => (Lane::act(scope), Err(refusal)),
				}
			}
			Call::open_session { epoch, proof, account, .. } => {
				let lane = Lane::act(&PersonScope::Session { epoch: *epoch });
				(lane, Self::check_session(*epoch, proof, account).map(|_| 1))
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
