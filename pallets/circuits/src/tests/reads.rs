use crate::mock::*;
use census_primitives::{CircuitId, Page};
use census_views::Hash;
use frame_support::assert_ok;

#[test]
fn circuits_are_listed_in_pages_in_the_order_of_their_ids() {
	run(|| {
		let mut ids = Vec::new();
		for inputs in 0..7 {
			let definition = definition(inputs);
			ids.push(definition.id());
			assert_ok!(register(REGISTRANT, definition));
		}
		ids.sort_unstable();
		let page = |after, count| {
			let Page { items, next } = CircuitsPallet::page(after, count);
			let ids: Vec<CircuitId> = items.into_iter().map(|it| it.circuit.0).collect();
			(ids, next)
		};
		let expected = |ids: &[CircuitId], next: Option<CircuitId>| (ids.to_vec(), next.map(Hash));
		assert_eq!(page(None, 100), expected(&ids, None));
		assert_eq!(page(None, 3), expected(&ids[..3], Some(ids[2])));
		assert_eq!(page(Some(ids[2]), 3), expected(&ids[3..6], Some(ids[5])));
		assert_eq!(page(Some(ids[3]), 3), expected(&ids[4..], None));
		assert_eq!(page(Some(ids[5]), 3), expected(&ids[6..], None));
		assert_eq!(page(Some(ids[6]), 3), expected(&[], None));
		assert_eq!(page(Some([0xff; 32]), 3), expected(&[], None));
		assert_eq!(page(Some([0; 32]), 100), expected(&ids, None));
		// A page without circuits would be taken for the end.
		assert_eq!(page(None, 0), expected(&ids[..1], Some(ids[0])));
		for circuit in CircuitsPallet::page(None, 100).items {
			assert_eq!(CircuitsPallet::view(&circuit.circuit.0), Some(circuit));
		}
	});
}

#[test]
fn of_what_is_not_there_nothing_is_told() {
	run(|| {
		assert_eq!(CircuitsPallet::view(&[0; 32]), None);
		assert_eq!(CircuitsPallet::key(&[0; 32]), None);
		assert_eq!(CircuitsPallet::statement(&[0; 32]), None);
		assert!(!CircuitsPallet::is_key_revoked(&[0; 32]));
		assert!(!CircuitsPallet::proven(&[0; 32], &[]));
	});
}
