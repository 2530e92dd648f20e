//! What the calls cost at their worst: the longest texts, a log with the most peaks, and a leaf that
//! completes as many pages as it can.
#![allow(missing_docs)]

use crate::*;
use alloc::{boxed::Box, vec, vec::Vec};
use census_anchor_log::{
	leaf::{
		AnchorId, Author, Content, Description, Details, Digest, Entry, Moment, Parent,
		SoftBinding, Statement, Subject,
	},
	shape::{added_by, pages_of_append, MAX_LEAVES, MAX_LEVEL, MAX_PAGES_PER_APPEND},
	terms::{Claim, HashAlgorithm, Kind, Relation, SourceType, Use, Uses},
	Log as AnchorLog,
};
use census_primitives::{PersonScope, ScopeId};
use codec::MaxEncodedLen;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{
		fungible::{Inspect, Mutate},
		Consideration, EnsureOriginWithArg, Footprint, Get, Hooks,
	},
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_runtime::traits::{Bounded, One, Saturating};

/// What a runtime does so that windows can be opened in benchmarks. (The origin of a person who acts
/// in a scope is [`EnsureOriginWithArg::try_successful_origin`]'s to make.)
pub trait BenchmarkHelper<AccountId> {
	/// Makes opening a scope in this block succeed for `payer`: there are persons, an epoch of
	/// theirs can be pinned until the next block at least, and `payer` can pay for an act of each.
	fn prepare(payer: &AccountId);
}

/// Makes sure that an account can pay for whatever it does.
fn rich<T: Config>(account: T::AccountId) -> T::AccountId {
	let footprint = Footprint::from_parts(1, 10 * Details::max_encoded_len());
	T::Consideration::ensure_successful(&account, footprint);
	let funds = BalanceOf::<T>::max_value() / 1_000u32.into();
	T::Currency::set_balance(&account, T::Currency::balance(&account).saturating_add(funds));
	account
}

fn digest(number: u8) -> Digest {
	Digest { algorithm: HashAlgorithm::Sha256, hash: [number; 32] }
}

/// The longest description with so many parents.
fn description(parents: u32) -> Box<Description> {
	let text = |length: u32| vec![b'x'; length as usize];
	let parents: Vec<_> = (0..parents.into())
		.map(|anchor| Parent { anchor, relation: Relation::ComponentOf })
		.collect();
	let used = Some(Use::Constrained);
	Box::new(Description {
		kind: Kind::Output,
		source_type: Some(SourceType::CompositeSynthetic),
		licence: BoundedVec::truncate_from(text(1_000)),
		uses: Uses {
			data_mining: used,
			ai_inference: used,
			ai_training: used,
			ai_generative_training: used,
		},
		parents: BoundedVec::truncate_from(parents),
		soft_binding: Some(SoftBinding {
			algorithm: BoundedVec::truncate_from(text(1_000)),
			value: BoundedVec::truncate_from(text(1_000)),
		}),
		memo: BoundedVec::truncate_from(text(1_000)),
	})
}

fn statement() -> Box<Statement> {
	let memo = BoundedVec::truncate_from(vec![b'x'; 1_000]);
	Box::new(Statement { evidence: Some(digest(7)), memo })
}

/// A log whose next leaf adds nodes to so many pages, with the pages as full as they are then, and
/// its first leaves, which are `author`'s anchors.
fn log<T: Config>(author: &T::AccountId, pages: u32) {
	let ones =
		(u32::from(census_anchor_log::shape::LEVELS_PER_PAGE) * pages - 1).min(MAX_LEVEL.into());
	// All peaks that a log can have beside those: the bits from the second on above the ones.
	let count = MAX_LEAVES - 1 - if ones < MAX_LEVEL.into() { 1 << ones } else { 0 };
	let peaks = vec![[1; 32]; count.count_ones() as usize];
	Log::<T>::put(AnchorLog::new(count, peaks).expect("as many peaks as bits"));
	for node in added_by(count) {
		// Of the nodes that a page gets, the first one tells how full it is.
		if Nodes::<T>::contains_key(node.page()) {
			continue;
		}
		let nodes = BoundedVec::truncate_from(vec![[1; 32]; node.position()]);
		Nodes::<T>::insert(node.page(), nodes);
	}
	assert_eq!(pages_of_append(count), pages);
	for anchor in 0..census_anchor_log::leaf::MAX_PARENTS.into() {
		let entry = Entry {
			moment: Moment { block: 0, time: 0 },
			author: Author::Account(author.clone()),
			subject: Subject::Anchor(Content::Single(digest(200))),
			committed: None,
			details: [0; 32],
		};
		Entries::<T>::insert(anchor, entry);
	}
}

/// How many leaves the log has.
fn count<T: Config>() -> AnchorId {
	Log::<T>::get().count()
}

fn set_block<T: Config>(block: BlockNumberFor<T>) {
	frame_system::Pallet::<T>::set_block_number(block);
}

/// Opens a window for claims of the log's first leaf.
fn window<T: Config>(opener: &T::AccountId) -> ScopeId {
	T::BenchmarkHelper::prepare(opener);
	let until = frame_system::Pallet::<T>::block_number().saturating_add(One::one());
	Pallet::<T>::open_window(RawOrigin::Signed(opener.clone()).into(), 0, 1, 0, until)
		.expect("all that it needs was made sure of");
	Windows::<T>::iter_keys().next().expect("it was opened")
}

/// The origin of a person who claims.
fn person<T: Config>(window: ScopeId) -> T::RuntimeOrigin {
	let topic = claim_topic(0, Claim::DepictsMe);
	T::EnsurePerson::try_successful_origin(&PersonScope::Application { scope: window, topic })
		.expect("there are persons")
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn on_block() {
		log::<T>(&rich::<T>(whitelisted_caller()), 1);
		LoggedSet::<T>::put(T::AuthoritySets::current().unwrap_or_default());
		let block = BlockNumberFor::<T>::from(1u32);

		#[block]
		{
			Pallet::<T>::on_initialize(block);
			Pallet::<T>::on_finalize(block);
		}

		assert!(!DueSet::<T>::exists());
	}

	#[benchmark]
	fn authority_set(n: Linear<1, { T::AuthoritySets::MAX }>) {
		log::<T>(&rich::<T>(whitelisted_caller()), MAX_PAGES_PER_APPEND);
		T::AuthoritySets::set_authorities(n);
		LoggedSet::<T>::put(u64::MAX);
		let before = count::<T>();
		let block = BlockNumberFor::<T>::from(1u32);

		#[block]
		{
			Pallet::<T>::on_initialize(block);
			Pallet::<T>::on_finalize(block);
		}

		assert_eq!(count::<T>(), before + 1);
	}

	#[benchmark]
	fn anchor(p: Linear<0, 8>, g: Linear<1, 9>) {
		let author = rich::<T>(whitelisted_caller());
		log::<T>(&author, g);
		let before = count::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(author), digest(1), description(p));

		assert_eq!(FirstSeen::<T>::get((digest(1), false)), Some(before));
	}

	#[benchmark]
	fn anchor_batch(p: Linear<0, 8>, g: Linear<1, 9>) {
		let author = rich::<T>(whitelisted_caller());
		log::<T>(&author, g);
		let before = count::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(author), HashAlgorithm::Sha256, [1; 32], MAX_LEAVES, description(p));

		assert_eq!(FirstSeen::<T>::get((digest(1), true)), Some(before));
	}

	#[benchmark]
	fn commit() {
		let author = rich::<T>(whitelisted_caller());

		#[extrinsic_call]
		_(RawOrigin::Signed(author.clone()), [1; 32]);

		assert!(Commitments::<T>::contains_key(author, [1; 32]));
	}

	/// With a first sight that is taken from a leaf that came before.
	#[benchmark]
	fn reveal(p: Linear<0, 8>, g: Linear<1, 9>) {
		let author = rich::<T>(whitelisted_caller());
		log::<T>(&author, g);
		let before = count::<T>();
		let content =
			Content::Batch { algorithm: HashAlgorithm::Sha256, root: [1; 32], items: MAX_LEAVES };
		Entries::<T>::mutate(0, |entry| {
			let held = entry.as_mut().expect("the log's first leaves are there");
			held.moment = Moment { block: u32::MAX, time: u64::MAX };
		});
		FirstSeen::<T>::insert((digest(1), true), 0);
		let commitment = commitment_to(&author, &content, &description(p), &[3; 32]);
		Pallet::<T>::commit(RawOrigin::Signed(author.clone()).into(), commitment)
			.expect("the deposit was made sure of");
		set_block::<T>(
			frame_system::Pallet::<T>::block_number().saturating_add(T::RevealPeriod::get()),
		);

		#[extrinsic_call]
		_(RawOrigin::Signed(author), content, description(p), [3; 32]);

		assert_eq!(FirstSeen::<T>::get((digest(1), true)), Some(before));
	}

	/// By another than its author, whose deposit is returned.
	#[benchmark]
	fn withdraw_commitment() {
		let author = rich::<T>(account("author", 0, 0));
		Pallet::<T>::commit(RawOrigin::Signed(author.clone()).into(), [1; 32])
			.expect("the deposit was made sure of");
		set_block::<T>(BlockNumberFor::<T>::max_value());
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), author.clone(), [1; 32]);

		assert!(!Commitments::<T>::contains_key(author, [1; 32]));
	}

	#[benchmark]
	fn dispute(g: Linear<1, 9>) {
		let author = rich::<T>(whitelisted_caller());
		log::<T>(&author, g);
		let before = count::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(author), 0, statement());

		assert!(Rows::<T>::contains_key(before));
	}

	#[benchmark]
	fn retract(g: Linear<1, 9>) {
		let author = rich::<T>(whitelisted_caller());
		log::<T>(&author, g);
		let before = count::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(author), 0, statement());

		assert!(Rows::<T>::contains_key(before));
	}

	#[benchmark]
	fn renew() {
		let author = rich::<T>(whitelisted_caller());
		log::<T>(&author, 1);
		let row = count::<T>();
		Pallet::<T>::anchor(RawOrigin::Signed(author.clone()).into(), digest(1), description(8))
			.expect("the deposit was made sure of");
		set_block::<T>(1_000u32.into());

		#[extrinsic_call]
		_(RawOrigin::Signed(author), row);

		let until = T::RowPeriod::get().saturating_add(1_000u32.into());
		assert_eq!(Rows::<T>::get(row).unwrap().evictable_from, until);
	}

	/// Rows with the most links, each of another author than the caller.
	#[benchmark]
	fn evict(n: Linear<1, { T::MaxEvictions::get() }>) {
		log::<T>(&rich::<T>(account("author", 0, 0)), 2);
		let mut anchors = Vec::new();
		for number in 0..n {
			let author = rich::<T>(account("author", number, 0));
			anchors.push(count::<T>());
			let digest = digest(number as u8);
			Pallet::<T>::anchor(RawOrigin::Signed(author).into(), digest, description(8))
				.expect("the deposit was made sure of");
		}
		set_block::<T>(BlockNumberFor::<T>::max_value());
		let caller: T::AccountId = whitelisted_caller();
		let anchors = BoundedVec::try_from(anchors).expect("no more than the most");

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), anchors);

		assert_eq!(Rows::<T>::iter().count(), 0);
	}

	#[benchmark]
	fn open_window() {
		let opener = rich::<T>(whitelisted_caller());
		log::<T>(&opener, 1);
		T::BenchmarkHelper::prepare(&opener);
		let until = frame_system::Pallet::<T>::block_number().saturating_add(One::one());

		#[extrinsic_call]
		_(RawOrigin::Signed(opener), 0, 1, 0, until);

		assert_eq!(Windows::<T>::iter().count(), 1);
	}

	#[benchmark]
	fn claim(g: Linear<1, 9>) {
		let opener = rich::<T>(account("opener", 0, 0));
		log::<T>(&opener, g);
		let window = window::<T>(&opener);
		let person = person::<T>(window);

		#[extrinsic_call]
		_(person as T::RuntimeOrigin, window, 0, Claim::DepictsMe);

		assert_eq!(Tallies::<T>::get(0, (window, Claim::DepictsMe)), 1);
	}

	/// By another than its opener, with a claim to be burnt.
	#[benchmark]
	fn close_window() {
		let opener = rich::<T>(account("opener", 0, 0));
		log::<T>(&opener, 1);
		let window = window::<T>(&opener);
		let person = person::<T>(window);
		Pallet::<T>::claim(person, window, 0, Claim::DepictsMe).expect("the window is open");
		let until = Windows::<T>::get(window).unwrap().until;
		set_block::<T>(until.saturating_add(One::one()));
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), window);

		assert!(Windows::<T>::get(window).unwrap().closed);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
