//! The stand-in for circuits keeps the contract of circuits.

use census_primitives::CircuitId;
use census_testing::{
	circuits::{self, StandIn, State},
	contracts::circuits::Subject,
};
use census_zk_types::{Points, Word};
use sp_io::TestExternalities;

struct Chain;

impl Subject for Chain {
	type Circuits = StandIn;

	fn run(test: impl FnOnce()) {
		TestExternalities::default().execute_with(test);
	}
	fn propose(inputs: u32) -> CircuitId {
		circuits::propose(inputs)
	}
	fn activate(circuit: &CircuitId) {
		circuits::set_state(circuit, State::Active);
	}
	fn deprecate(circuit: &CircuitId) {
		circuits::set_state(circuit, State::Deprecated);
	}
	fn revoke(circuit: &CircuitId) {
		circuits::set_state(circuit, State::Revoked);
	}
	fn remove(circuit: &CircuitId) -> bool {
		circuits::remove(circuit)
	}
	fn prove(circuit: &CircuitId, inputs: &[Word]) -> Points {
		circuits::prove(circuit, inputs, 7)
	}
}

census_testing::circuits_contract!(Chain);
