//! What may happen: the issuers a sequence begins with, and its steps.
//!
//! Steps name humans, issuers, scopes and the like by small numbers, which are taken modulo what
//! there is: so every part of a sequence is a sequence too, and a failing one can be made shorter.

use crate::Purpose;
use census_primitives::{IssuerId, PersonId};
use proptest::prelude::*;

/// The humans.
pub(super) const HUMANS: usize = 6;
/// The accounts that open scopes.
pub(super) const OWNERS: u8 = 3;

/// Issuers and a threshold with which quorums intersect.
#[derive(Clone, Debug)]
pub(super) struct Policy {
	/// The weight and class of each issuer.
	pub(super) issuers: Vec<(u32, u32)>,
	pub(super) threshold: u32,
	/// The one corrupt issuer, if there is one. It may be one that is registered later.
	pub(super) corrupt: Option<IssuerId>,
}

pub(super) fn policy() -> impl Strategy<Value = Policy> {
	let issuers = prop_oneof![
		3 => Just((vec![(1, 0), (1, 1), (1, 2)], 3)),
		3 => Just((vec![(1, 0), (1, 1), (1, 2), (1, 3)], 3)),
		3 => Just((vec![(1, 0), (1, 1), (1, 2), (1, 3), (1, 4)], 4)),
		2 => Just((vec![(2, 0), (1, 1), (1, 2), (1, 3)], 4)),
		2 => Just((vec![(1, 0), (1, 0), (1, 1), (1, 2), (1, 3)], 4)),
		2 => Just((vec![(2, 0), (1, 0), (2, 1), (1, 2), (1, 3)], 5)),
	];
	(issuers, prop::option::weighted(0.8, 0u32..6))
		.prop_map(|((issuers, threshold), corrupt)| Policy { issuers, threshold, corrupt })
}

/// Who sends what only some may.
#[derive(Clone, Copy, Debug)]
pub(super) enum By {
	Governance,
	Controller,
	Stranger,
}

/// Which issuers a human goes to.
#[derive(Clone, Copy, Debug)]
pub(super) enum From {
	/// As many as are needed, active ones.
	Quorum,
	/// As many as are needed, first of all those that do not know the human.
	Strangers,
	/// As many as are needed under the present policy, whatever the one before asks for.
	Present,
	/// One fewer than are needed.
	TooFew,
	/// All that were ever registered, as far as there is room.
	Everyone,
}

/// The identity that tickets are about.
#[derive(Clone, Copy, Debug)]
pub(super) enum About {
	/// A new one.
	New,
	/// One of the human's own, counted from the newest.
	Own(usize),
	/// The root of a tree of two new ones.
	Subtree,
	/// The newest one of another human.
	Others(usize),
}

/// An identity to act with.
#[derive(Clone, Copy, Debug)]
pub(super) enum With {
	/// The one that stands in the tree that the scope accepts.
	Standing,
	/// One of the human's own, counted from the newest.
	Own(usize),
}

/// What is wrong with tickets, if anything is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Flaw {
	None,
	/// One is signed by nobody who may.
	Forged,
	/// They name recoveries of the past, or of the future.
	Recoveries(i8),
	/// One names its tag's serial of the past, or of the future.
	Serial(i8),
	/// They may no longer be used, or for too long.
	NotAfter(i64),
	/// They give the admission no time, or too much.
	Validity(u64),
	/// One issuer's ticket is there twice.
	Twice,
	/// One is for something else.
	Purpose,
	/// They are right, but come with a proof by another identity, as if it were by the right one.
	Identity,
}

/// An admission or recovery that a human asks issuers for.
#[derive(Clone, Debug)]
pub(super) struct Asked {
	/// What for, if it is not what the human needs as things stand.
	pub(super) purpose: Option<Purpose>,
	pub(super) human: usize,
	/// Whose person it is about, if that is another's.
	pub(super) person_of: Option<usize>,
	pub(super) from: From,
	/// In which order it goes to them.
	pub(super) order: u64,
	pub(super) about: About,
	/// Which tag the corrupt issuer gives: 0 is the human's own one.
	pub(super) tag: u8,
	/// The person as which the corrupt issuer says that it knows the human, if it knows that person.
	pub(super) posing_as: Option<PersonId>,
	pub(super) valid_for: u64,
	pub(super) flaw: Flaw,
	/// Whether the human keeps the tickets for later.
	pub(super) keeps: bool,
}

/// Where a human acts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Where {
	Quota { back: u32, counter: u16 },
	Application { scope: u32, topic: u8 },
	Session { back: u32 },
}

/// What a human does there.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wanted {
	Declare,
	Fail,
	/// What may be done only in the scope in which it is done.
	OnlyHere,
	/// What may be done only in another scope.
	OnlyIn(Where),
	Close(u32),
	Heavy(bool),
	Long(bool),
	Forbidden,
}

/// What is wrong with a proof, if anything is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Trick {
	None,
	/// It was made for another call.
	OtherCall,
	/// It was made for another scope.
	OtherScope(Where),
	/// It shows membership in the tree of another epoch.
	OtherTree(u32),
	/// It has other points, by which it is as good.
	Rerandomised,
	/// It has the points of nothing.
	Garbage,
	/// It names somebody else's nullifier.
	Nullifier,
	/// Its circuit is of another depth.
	Depth,
	/// It was made for an attempt before, or after, the next one.
	Attempt(i8),
}

/// How much weight hooks find in blocks.
#[derive(Clone, Copy, Debug)]
pub(super) enum Room {
	Enough,
	/// So much for placing newcomers.
	Placement(u64),
	/// So much for sweeping.
	Sweep(u64),
	/// So much in the whole block.
	Block(u64),
}

#[derive(Clone, Debug)]
pub(super) enum Step {
	Register {
		class: u32,
	},
	Limit {
		issuer: u32,
		limit: u32,
	},
	Pause {
		issuer: u32,
		by: By,
	},
	Resume {
		issuer: u32,
	},
	Remove {
		issuer: u32,
	},
	/// Some issuers are replaced in the policy by others like them. Then either everybody renews, or nobody does
	/// until the deadline.
	Turnover {
		first: u32,
		count: u32,
		ruthless: bool,
	},
	/// Another policy, of all issuers but some, with such weights, a threshold that is so much more or less than what
	/// is just enough, and such a deadline.
	Policy {
		first: u32,
		without: u32,
		heavy: Option<u32>,
		slack: i8,
		notice: u64,
	},
	/// All issuers take their word back, all but a few are replaced, everybody enrols, and the next
	/// epoch begins.
	Exodus {
		stay: u32,
		room: Room,
	},
	Admit(Asked),
	/// Tickets that were kept are used, with a proof of now.
	UseKept {
		kept: usize,
		human: usize,
	},
	Rotate {
		human: usize,
		person_of: Option<usize>,
		with: usize,
		to: About,
	},
	Veto {
		human: usize,
		person_of: Option<usize>,
		with: usize,
	},
	/// A human recovers, and whoever has its identity rotates and vetoes: twice.
	Struggle {
		human: usize,
	},
	/// Of persons that have ended one comes again: its human enrols, or another with any tags that its
	/// issuers give. Where persons may be brought back, it is brought back instead.
	Return {
		person: usize,
		by: Option<usize>,
		order: u64,
		tag: u8,
	},
	Withdraw {
		issuer: u32,
		human: usize,
		by: By,
	},
	Merge {
		issuer: u32,
		humans: (usize, usize),
		tag: u8,
		by: By,
	},
	/// Enough issuers find that two persons are one human.
	MergeByAll {
		humans: (usize, usize),
	},
	Expire {
		human: usize,
	},
	Act {
		human: usize,
		with: With,
		scope: Where,
		what: Wanted,
		trick: Trick,
	},
	/// A human tries the same with each identity that it has.
	ActWithAll {
		human: usize,
		scope: Where,
		what: Wanted,
	},
	/// All humans act in one scope, one after the other.
	Crowd {
		scope: u32,
	},
	/// A human's act fails, again and again.
	Persist {
		human: usize,
		scope: Where,
	},
	Session {
		human: usize,
		with: With,
		back: u32,
		account: u8,
		trick: Trick,
		consent: bool,
	},
	AsAlias {
		account: u8,
		back: u32,
		what: Wanted,
	},
	/// A session is opened, and used when its epoch is over and nothing was swept.
	Outstay {
		human: usize,
		account: u8,
	},
	/// What only persons say is said by an account.
	Declare {
		account: u8,
	},
	Open {
		by: u8,
		/// So many slots, for as many persons or for acts on any topics; or one a member.
		count: Option<(u32, bool)>,
		least: u32,
		lasts: u64,
		by_pallet: bool,
	},
	Close {
		by: u8,
		scope: u32,
	},
	CloseByPallet {
		scope: u32,
	},
	/// A transaction that was sent before is sent again, whatever became of it.
	Replay {
		sent: usize,
	},
	Blocks {
		count: u64,
		room: Room,
	},
	/// The blocks up to the next epoch.
	NextEpoch {
		room: Room,
	},
}

fn human() -> impl Strategy<Value = usize> {
	0..HUMANS
}

fn others() -> impl Strategy<Value = Option<usize>> {
	prop_oneof![7 => Just(None), 1 => human().prop_map(Some)]
}

fn about() -> impl Strategy<Value = About> {
	prop_oneof![
		16 => Just(About::New),
		1 => (0usize..4).prop_map(About::Own),
		1 => Just(About::Subtree),
		1 => human().prop_map(About::Others),
	]
}

fn place() -> impl Strategy<Value = Where> {
	prop_oneof![
		8 => (
			prop_oneof![8 => Just(0u32), 3 => Just(1), 1 => Just(2)],
			prop_oneof![6 => 0u16..2, 1 => 2u16..4],
		)
			.prop_map(|(back, counter)| Where::Quota { back, counter }),
		10 => (0u32..6, prop_oneof![4 => Just(0u8), 1 => 1u8..3])
			.prop_map(|(scope, topic)| Where::Application { scope, topic }),
		1 => (0u32..2).prop_map(|back| Where::Session { back }),
	]
}

fn what() -> impl Strategy<Value = Wanted> {
	prop_oneof![
		8 => Just(Wanted::Declare),
		5 => Just(Wanted::Fail),
		3 => Just(Wanted::OnlyHere),
		2 => place().prop_map(Wanted::OnlyIn),
		1 => (0u32..6).prop_map(Wanted::Close),
		1 => any::<bool>().prop_map(Wanted::Heavy),
		1 => any::<bool>().prop_map(Wanted::Long),
		1 => Just(Wanted::Forbidden),
	]
}

fn trick() -> impl Strategy<Value = Trick> {
	prop_oneof![
		20 => Just(Trick::None),
		1 => Just(Trick::OtherCall),
		1 => place().prop_map(Trick::OtherScope),
		1 => (0u32..4).prop_map(Trick::OtherTree),
		1 => Just(Trick::Rerandomised),
		1 => prop_oneof![Just(Trick::Garbage), Just(Trick::Nullifier), Just(Trick::Depth)],
		1 => prop_oneof![Just(-1i8), Just(1)].prop_map(Trick::Attempt),
	]
}

fn with() -> impl Strategy<Value = With> {
	prop_oneof![4 => Just(With::Standing), 1 => (0usize..4).prop_map(With::Own)]
}

fn by() -> impl Strategy<Value = By> {
	prop_oneof![1 => Just(By::Governance), 6 => Just(By::Controller), 1 => Just(By::Stranger)]
}

fn room() -> impl Strategy<Value = Room> {
	prop_oneof![
		6 => Just(Room::Enough),
		2 => (0u64..30_000_000_000).prop_map(Room::Placement),
		2 => (0u64..8_000_000_000).prop_map(Room::Sweep),
		1 => (0u64..30_000_000_000).prop_map(Room::Block),
	]
}

fn asked() -> impl Strategy<Value = Asked> {
	let purpose = prop_oneof![
		10 => Just(None),
		4 => Just(Some(Purpose::Enrol)),
		4 => Just(Some(Purpose::Renew)),
		4 => Just(Some(Purpose::Recover)),
	];
	let from = prop_oneof![
		10 => Just(From::Quorum),
		5 => Just(From::Strangers),
		3 => Just(From::Present),
		1 => Just(From::TooFew),
		1 => Just(From::Everyone),
	];
	let tag = prop_oneof![3 => Just(0u8), 1 => 1u8..5];
	let valid_for = prop_oneof![2 => 8u64..60, 1 => Just(5_000u64)];
	let flaw = prop_oneof![
		24 => Just(Flaw::None),
		1 => Just(Flaw::Forged),
		1 => prop_oneof![Just(-1i8), Just(1)].prop_map(Flaw::Recoveries),
		2 => prop_oneof![Just(-1i8), Just(1)].prop_map(Flaw::Serial),
		1 => prop_oneof![-2i64..2, 99i64..103].prop_map(Flaw::NotAfter),
		1 => prop_oneof![Just(0u64), Just(10_001)].prop_map(Flaw::Validity),
		2 => prop_oneof![Just(Flaw::Twice), Just(Flaw::Purpose), Just(Flaw::Identity)],
	];
	let what = (purpose, human(), others(), about());
	let by = (from, any::<u64>(), tag, valid_for, flaw, prop::bool::weighted(0.15));
	(what, by).prop_map(|((purpose, human, person_of, about), by)| {
		let (from, order, tag, valid_for, flaw, keeps) = by;
		let posing_as = None;
		Asked {
			purpose,
			human,
			person_of,
			from,
			order,
			about,
			tag,
			posing_as,
			valid_for,
			flaw,
			keeps,
		}
	})
}

pub(super) fn step() -> impl Strategy<Value = Step> {
	let issuer = || 0u32..8;
	let governance = prop_oneof![
		1 => (0u32..4).prop_map(|class| Step::Register { class }),
		1 => (issuer(), prop_oneof![1 => 0u32..3, 3 => Just(1_000)])
			.prop_map(|(issuer, limit)| Step::Limit { issuer, limit }),
		4 => (issuer(), by()).prop_map(|(issuer, by)| Step::Pause { issuer, by }),
		4 => issuer().prop_map(|issuer| Step::Resume { issuer }),
		2 => issuer().prop_map(|issuer| Step::Remove { issuer }),
		4 => (issuer(), 1u32..4, prop::bool::weighted(0.3))
			.prop_map(|(first, count, ruthless)| Step::Turnover { first, count, ruthless }),
		4 => (
			issuer(),
			0u32..3,
			prop::option::of(issuer()),
			prop_oneof![4 => Just(0i8), 1 => Just(-1), 2 => Just(1)],
			prop_oneof![5 => 45u64..90, 1 => Just(5_000), 1 => Just(44), 1 => Just(10_001)],
		)
			.prop_map(|(first, without, heavy, slack, notice)| {
				Step::Policy { first, without, heavy, slack, notice }
			}),
		1 => (0u32..3, room()).prop_map(|(stay, room)| Step::Exodus { stay, room }),
	];
	let scopes = prop_oneof![
		3 => (
			0..OWNERS,
			prop::option::of((0u32..4, any::<bool>())),
			0u32..5,
			0u64..60,
			prop::bool::weighted(0.2),
		)
			.prop_map(|(by, count, least, lasts, by_pallet)| {
				Step::Open { by, count, least, lasts, by_pallet }
			}),
		1 => (0..OWNERS, 0u32..3).prop_map(|(by, least)| Step::Open {
			by,
			count: Some((1_000_000, false)),
			least,
			lasts: 10 + 200 * u64::from(least),
			by_pallet: false,
		}),
		2 => (0..OWNERS, 0u32..6).prop_map(|(by, scope)| Step::Close { by, scope }),
		1 => (0u32..6).prop_map(|scope| Step::CloseByPallet { scope }),
	];
	let rotate = (human(), others(), 0usize..3, about());
	let withdraw = (issuer(), human(), by());
	let merge = (issuer(), (human(), human()), 0u8..3, by());
	let back = prop_oneof![4 => Just(0u32), 1 => 1u32..3];
	let session = (human(), with(), back, 0u8..4, trick(), prop::bool::weighted(0.9));
	prop_oneof![
		7 => governance,
		12 => asked().prop_map(Step::Admit),
		3 => (0usize..64, human()).prop_map(|(kept, human)| Step::UseKept { kept, human }),
		5 => rotate.prop_map(|(human, person_of, with, to)| {
			Step::Rotate { human, person_of, with, to }
		}),
		4 => (human(), others(), prop_oneof![3 => Just(0usize), 2 => 1usize..3])
			.prop_map(|(human, person_of, with)| Step::Veto { human, person_of, with }),
		1 => human().prop_map(|human| Step::Struggle { human }),
		4 => (0usize..8, prop::option::of(human()), any::<u64>(), 0u8..3)
			.prop_map(|(person, by, order, tag)| Step::Return { person, by, order, tag }),
		2 => withdraw.prop_map(|(issuer, human, by)| Step::Withdraw { issuer, human, by }),
		1 => merge.prop_map(|(issuer, humans, tag, by)| Step::Merge { issuer, humans, tag, by }),
		1 => (human(), human()).prop_map(|humans| Step::MergeByAll { humans }),
		3 => human().prop_map(|human| Step::Expire { human }),
		30 => (human(), with(), place(), what(), trick()).prop_map(
			|(human, with, scope, what, trick)| Step::Act { human, with, scope, what, trick }
		),
		8 => (human(), place(), what())
			.prop_map(|(human, scope, what)| Step::ActWithAll { human, scope, what }),
		2 => (human(), place()).prop_map(|(human, scope)| Step::Persist { human, scope }),
		2 => (0u32..6).prop_map(|scope| Step::Crowd { scope }),
		6 => session.prop_map(|(human, with, back, account, trick, consent)| {
			Step::Session { human, with, back, account, trick, consent }
		}),
		8 => (0u8..4, prop_oneof![8 => Just(0u32), 1 => Just(1)], what())
			.prop_map(|(account, back, what)| Step::AsAlias { account, back, what }),
		1 => (human(), 0u8..4).prop_map(|(human, account)| Step::Outstay { human, account }),
		1 => (0u8..4).prop_map(|account| Step::Declare { account }),
		7 => scopes,
		8 => (0usize..4096).prop_map(|sent| Step::Replay { sent }),
		8 => (1u64..12, room()).prop_map(|(count, room)| Step::Blocks { count, room }),
		5 => room().prop_map(|room| Step::NextEpoch { room }),
	]
}
