//! A human whose old person waits for its removal.

use crate::{mock::*, *};
use frame_support::{assert_ok, weights::Weight};

#[test]
fn a_removal_that_waits_leaves_no_second_leaf() {
	run_from(
		GenesisConfig {
			issuers: (0..3).map(|id| genesis_issuer(id, 1, id)).collect(),
			..genesis()
		},
		|| {
			let short = |human: u64| {
				let identity = Identity::of(human, 0);
				let mut list = vec![];
				for id in 0..3 {
					let mut said = ticket(Purpose::Enrol, id, human, identity.commitment(), 0);
					said.valid_for = 25;
					list.push(signed(said));
				}
				assert_ok!(submit(enrolment(identity, list.try_into().unwrap())));
				identity
			};
			short(1);
			short(0);
			run_to(27);
			assert_eq!(LivePersons::<Test>::get(), 0);
			for id in 0..3 {
				assert_ok!(Personhood::remove_issuer(RuntimeOrigin::root(), id));
			}
			for id in 3..6 {
				let GenesisIssuer { kind, controller, .. } = genesis_issuer(id, 1, id);
				let name = b"new".to_vec().try_into().unwrap();
				assert_ok!(Personhood::register_issuer(
					RuntimeOrigin::root(),
					name,
					kind,
					controller,
					1,
					id,
					LIMIT
				));
			}
			for human in 0..2 {
				let new = Identity::of(human, 1);
				let list = tickets(Purpose::Enrol, 3..6, human, new.commitment(), 0);
				assert_ok!(submit(enrolment(new, list)));
			}
			BoundaryWeight::set(Weight::from_parts(16_000_000_000, 0));
			next_epoch();
			check_state();
			let leaves = Pallet::<Test>::leaves(epoch(), 0, 9).unwrap();
			for human in 0..2 {
				let both = [0, 1].map(|version| Identity::of(human, version));
				if both.iter().all(|identity| leaves.contains(&identity.commitment())) {
					for identity in both {
						assert_ok!(submit(identity.act(quota(0), declare(1))));
					}
					panic!("human {human} stands in the tree twice, and acted twice in one scope");
				}
			}
		},
	);
}
