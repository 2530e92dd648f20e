use crate::{mock::*, Error, Event};
use census_zk_types::Word;
use frame_support::assert_ok;

fn batch(
	numbers: impl IntoIterator<Item = u64>,
) -> frame_support::BoundedVec<Word, frame_support::traits::ConstU32<64>> {
	numbers.into_iter().map(commitment).collect::<Vec<_>>().try_into().unwrap()
}

#[test]
fn a_batch_gives_the_same_tree_as_one_by_one() {
	run(|| {
		let (batched, single) = (new_group(None, false), new_group(None, false));
		let mut next = 1;
		for size in [1, 2, 31, 1, 64, 7, 33] {
			assert_ok!(GroupsPallet::add_members(by(ADMIN), batched, batch(next..next + size)));
			assert_eq!(
				last_event(),
				Event::MembersAdded {
					group: batched,
					start_index: next as u32 - 1,
					count: size as u32,
					root: root(batched)
				}
			);
			for number in next..next + size {
				assert_ok!(GroupsPallet::add_member(by(ADMIN), single, commitment(number)));
			}
			next += size;
			assert_eq!(root(batched), root(single));
		}
		assert_eq!(held(ADMIN), 2 * deposit(next - 1));
	});
}

#[test]
fn one_bad_commitment_refuses_the_whole_batch() {
	run(|| {
		let group = new_group(None, false);
		assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(5)));
		let add =
			|numbers: Vec<u64>| move || GroupsPallet::add_members(by(ADMIN), group, batch(numbers));
		assert_refused(add(vec![1, 2, 5]), Error::AlreadyMember);
		assert_refused(add(vec![1, 2, 1]), Error::AlreadyMember);
		assert_refused(add(vec![1, 0, 2]), Error::CommitmentZero);
		assert_refused(add(vec![]), Error::BatchEmpty);
		let mut with_overflow = batch([1, 2]);
		with_overflow[1] = Word([0xff; 32]);
		assert_refused(
			|| GroupsPallet::add_members(by(ADMIN), group, with_overflow),
			Error::CommitmentNotInField,
		);
	});
}

#[test]
fn refuses_others_than_the_admin() {
	run(|| {
		let group = new_group(None, false);
		assert_refused(|| GroupsPallet::add_members(by(OTHER), group, batch([1])), Error::NotAdmin);
	});
}
