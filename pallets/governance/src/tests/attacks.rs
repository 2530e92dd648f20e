//! What an attacker would try, each by its name.

mod agenda;
mod committee;
mod limits;
mod persons;
mod validators;
mod votes;

use crate::mock::*;
use frame_support::assert_ok;

/// From the next block on there are so many persons.
fn pin(count: u32) {
	Persons::next_epoch((0..count).collect());
	next_block();
}

fn seconded(id: u32) {
	for validator in [51, 52, 53] {
		assert_ok!(Governance::second(by(validator), id));
	}
}
