//! What can happen in a life: steps, and how they are drawn.

use super::*;

/// What can be proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Deed {
	Remark(u8),
	/// It always fails.
	Burn,
	Stalled(u64),
	Committee(usize),
	Lower(u32),
	Adult,
	Pause(usize),
	Resume(usize),
	Upgrade(u8),
}

pub(super) const COMMITTEES: [&[u64]; 4] =
	[&[11, 12, 13], &[21, 22, 23], &[31, 32, 33, 34], &[1, 2]];
/// Which calls are paused; the last may not be.
pub(super) const CALLS: [(&str, &str); 3] =
	[("System", "remark"), ("Balances", "transfer"), ("Governance", "vote")];
/// Who proposes, and what each of them has. The last is no more than one of the others.
pub(super) const ACCOUNTS: [u64; 3] = [1, 2, 3];
pub(super) const TRACKS: [Track; 4] =
	[Track::Arbiter, Track::Validators, Track::Committee, Track::Upgrade];

pub(super) fn call_name(which: usize) -> crate::CallName {
	name(CALLS[which].0, CALLS[which].1)
}

impl Deed {
	pub(super) fn track(self) -> Track {
		match self {
			Self::Remark(_) | Self::Burn => Track::Arbiter,
			Self::Stalled(_) => Track::Validators,
			Self::Upgrade(_) => Track::Upgrade,
			_ => Track::Committee,
		}
	}

	pub(super) fn call(self) -> RuntimeCall {
		match self {
			Self::Remark(byte) => remark(byte, 1),
			Self::Burn => fails(),
			Self::Stalled(n) => Call::note_stalled { delay: n, best_finalized: n }.into(),
			Self::Committee(which) => set_committee(COMMITTEES[which]),
			Self::Lower(adult_at) => Call::lower_adulthood { adult_at }.into(),
			Self::Adult => Call::come_of_age {}.into(),
			Self::Pause(which) => Call::pause { call: call_name(which) }.into(),
			Self::Resume(which) => Call::resume { call: call_name(which) }.into(),
			Self::Upgrade(byte) => Call::authorize_upgrade { code: H256::repeat_byte(byte) }.into(),
		}
	}
}

#[derive(Clone, Debug)]
pub(super) enum Step {
	Propose {
		by: usize,
		deeds: Vec<Deed>,
		open_for: u64,
		deposit: u64,
	},
	/// The same, as often as a queue is long.
	Flood {
		by: usize,
		deed: Deed,
		deposit: u64,
	},
	Withdraw {
		by: usize,
		paper: usize,
	},
	/// A human votes as who it is, or as who it was.
	Vote {
		human: u32,
		before: u32,
		paper: usize,
		aye: bool,
	},
	/// So many parts of all say yes, and so many no, of sixteen.
	Votes {
		paper: usize,
		ayes: u32,
		noes: u32,
	},
	/// A human votes on one in the scope of another.
	Stray {
		human: u32,
		paper: usize,
		other: usize,
	},
	/// By the committee, or by somebody else.
	Motion {
		right: bool,
		deeds: Vec<Deed>,
	},
	Second {
		validator: u64,
		paper: usize,
	},
	Enact {
		paper: usize,
		pays: bool,
	},
	Discard {
		paper: usize,
	},
	Delay {
		right: bool,
		paper: usize,
	},
	Cancel {
		right: bool,
		paper: usize,
	},
	Pause {
		right: bool,
		which: usize,
	},
	Resume {
		right: bool,
		which: usize,
	},
	/// Somebody makes by itself what only a decision makes.
	Usurp {
		deed: Deed,
	},
	/// In the next pin there are so many persons; one of them goes on as somebody new.
	People {
		count: u32,
		rotates: u32,
	},
	Blocks {
		count: u64,
		full: bool,
	},
	/// Blocks go by until the next decision can be enacted.
	Wait,
	Validators {
		first: u64,
		count: u64,
	},
	Version,
	Issuer {
		percent: u32,
	},
	/// Many persons stay for long, and all of them or some want to be an adult chain.
	Grow {
		all: bool,
	},
	/// Persons pause a call, and the committee does not want that.
	Hush {
		which: usize,
	},
	/// Most persons go, and the committee and some validators decide.
	Fall {
		byte: u8,
		seconds: usize,
		enacts: bool,
	},
	/// Something is proposed and everybody who can says yes; or it is open for long, and some do.
	Decide {
		deed: Deed,
		all: bool,
	},
}

pub(super) fn deed() -> impl Strategy<Value = Deed> {
	prop_oneof![
		3 => (0u8..3).prop_map(Deed::Remark),
		1 => Just(Deed::Burn),
		3 => (1u64..4).prop_map(Deed::Stalled),
		2 => (0..COMMITTEES.len()).prop_map(Deed::Committee),
		1 => (1u32..17).prop_map(Deed::Lower),
		2 => Just(Deed::Adult),
		1 => (0..CALLS.len()).prop_map(Deed::Pause),
		1 => (0..CALLS.len()).prop_map(Deed::Resume),
		3 => (0u8..3).prop_map(Deed::Upgrade),
	]
}

pub(super) fn deeds() -> impl Strategy<Value = Vec<Deed>> {
	prop_oneof![
		8 => deed().prop_map(|deed| vec![deed]),
		1 => (deed(), deed()).prop_map(|(first, second)| vec![first, second]),
		1 => Just(vec![]),
		1 => Just(vec![Deed::Remark(0), Deed::Burn]),
	]
}

pub(super) fn step() -> impl Strategy<Value = Step> {
	let by = || 0..ACCOUNTS.len();
	let paper = || 0usize..24;
	let right = || prop::bool::weighted(0.85);
	let deposit = || prop_oneof![1 => Just(99u64), 8 => 100u64..110, 1 => Just(FUNDS)];
	prop_oneof![
		6 => (by(), deeds(), prop_oneof![6 => 10u64..=50, 1 => 8u64..53], deposit())
			.prop_map(|(by, deeds, open_for, deposit)| Step::Propose { by, deeds, open_for, deposit }),
		1 => (by(), deed(), 100u64..110).prop_map(|(by, deed, deposit)| Step::Flood { by, deed, deposit }),
		2 => (by(), paper()).prop_map(|(by, paper)| Step::Withdraw { by, paper }),
		6 => (0u32..24, 0u32..2, paper(), any::<bool>())
			.prop_map(|(human, before, paper, aye)| Step::Vote { human, before, paper, aye }),
		8 => (paper(), 0u32..14, 0u32..8).prop_map(|(paper, ayes, noes)| Step::Votes { paper, ayes, noes }),
		4 => (0u32..24, paper(), paper()).prop_map(|(human, paper, other)| Step::Stray { human, paper, other }),
		6 => (right(), deeds()).prop_map(|(right, deeds)| Step::Motion { right, deeds }),
		6 => (50u64..58, paper()).prop_map(|(validator, paper)| Step::Second { validator, paper }),
		10 => (paper(), prop::bool::weighted(0.9)).prop_map(|(paper, pays)| Step::Enact { paper, pays }),
		4 => paper().prop_map(|paper| Step::Discard { paper }),
		4 => (right(), paper()).prop_map(|(right, paper)| Step::Delay { right, paper }),
		4 => (right(), paper()).prop_map(|(right, paper)| Step::Cancel { right, paper }),
		3 => (right(), 0..CALLS.len()).prop_map(|(right, which)| Step::Pause { right, which }),
		2 => (right(), 0..CALLS.len()).prop_map(|(right, which)| Step::Resume { right, which }),
		1 => deed().prop_map(|deed| Step::Usurp { deed }),
		4 => (prop::sample::select(vec![3, 6, 7, 8, 12, 16, 20, 20, 30, 70, 190, 190]), 0u32..24)
			.prop_map(|(count, rotates)| Step::People { count, rotates }),
		14 => (1u64..24, prop::bool::weighted(0.3)).prop_map(|(count, full)| Step::Blocks { count, full }),
		6 => Just(Step::Wait),
		2 => (50u64..54, 1u64..6).prop_map(|(first, count)| Step::Validators { first, count }),
		1 => Just(Step::Version),
		1 => prop::sample::select(vec![0u32, 20, 50]).prop_map(|percent| Step::Issuer { percent }),
		4 => (deed(), prop::bool::weighted(0.8)).prop_map(|(deed, all)| Step::Decide { deed, all }),
		3 => prop::bool::weighted(0.7).prop_map(|all| Step::Grow { all }),
		1 => (0..CALLS.len()).prop_map(|which| Step::Hush { which }),
		2 => (0u8..3, 0usize..6, any::<bool>())
			.prop_map(|(byte, seconds, enacts)| Step::Fall { byte, seconds, enacts }),
	]
}
