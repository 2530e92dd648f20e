use crate::mock::*;
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
		let list = |after, count| -> Vec<_> {
			CircuitsPallet::list(after, count).into_iter().map(|(id, _)| id).collect()
		};
		assert_eq!(list(None, 100), ids);
		assert_eq!(list(None, 3), ids[..3]);
		assert_eq!(list(Some(ids[2]), 3), ids[3..6]);
		assert_eq!(list(Some(ids[5]), 3), ids[6..]);
		assert_eq!(list(Some(ids[6]), 3).len(), 0);
		assert_eq!(list(Some([0xff; 32]), 3).len(), 0);
		assert_eq!(list(Some([0; 32]), 100), ids);
		assert_eq!(list(None, 0).len(), 0);
		for (id, details) in CircuitsPallet::list(None, 100) {
			assert_eq!(CircuitsPallet::details(&id), Some(details));
		}
	});
}

#[test]
fn of_what_is_not_there_nothing_is_told() {
	run(|| {
		assert_eq!(CircuitsPallet::details(&[0; 32]), None);
		assert_eq!(CircuitsPallet::key(&[0; 32]), None);
		assert_eq!(CircuitsPallet::statement(&[0; 32]), None);
		assert!(!CircuitsPallet::is_key_revoked(&[0; 32]));
		assert!(!CircuitsPallet::proven(&[0; 32], &[]));
	});
}
