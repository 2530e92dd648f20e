//! How what is stored is shown.

use crate::{
	Attributes, Audit, Auditor, Bid, ClosedLease, End, Epoch, Funder, LeaseId, LeaseTerms, Ledger,
	Mismatch, Mode, Order, OrderId, OrderTerms, Proposal, Provider, ResourceKind, Resources, State,
};
use alloc::{string::ToString, vec::Vec};
use census_views::{leases as views, AccountId, Amount, Hash};
use codec::Encode;
use sp_runtime::traits::{AtLeast32BitUnsigned, SaturatedConversion};

/// Something stored that is shown.
pub(crate) trait View {
	/// What is shown of it.
	type View;

	/// Shows it.
	fn view(self) -> Self::View;
}

fn amount(balance: impl AtLeast32BitUnsigned) -> Amount {
	Amount(balance.saturated_into())
}

impl View for Attributes {
	type View = Vec<views::Attribute>;

	fn view(self) -> Self::View {
		self.into_iter()
			.map(|attribute| views::Attribute {
				key: attribute.key.to_string(),
				value: attribute.value.to_string(),
			})
			.collect()
	}
}

impl View for ResourceKind {
	type View = views::ResourceKind;

	fn view(self) -> Self::View {
		match self {
			Self::Cpu => views::ResourceKind::Cpu,
			Self::Memory => views::ResourceKind::Memory,
			Self::Storage => views::ResourceKind::Storage,
			Self::Bandwidth => views::ResourceKind::Bandwidth,
			Self::Gpu(model) => views::ResourceKind::Gpu(model.to_string()),
		}
	}
}

impl View for Resources {
	type View = Vec<views::Resource>;

	fn view(self) -> Self::View {
		self.0
			.into_iter()
			.map(|resource| views::Resource {
				kind: resource.kind.view(),
				amount: Amount(resource.amount.into()),
			})
			.collect()
	}
}

impl<Account: Encode, Balance, BlockNumber> View for (&Account, Provider<Balance, BlockNumber>)
where
	Balance: AtLeast32BitUnsigned,
	BlockNumber: AtLeast32BitUnsigned,
{
	type View = views::Provider;

	fn view(self) -> Self::View {
		let (account, provider) = self;
		let Provider { bond, covered, capacity, used, attributes, status, leases, since } =
			provider;
		views::Provider {
			provider: AccountId::of(account),
			bond: amount(bond),
			covered: amount(covered),
			capacity: capacity.view(),
			used: used.view(),
			attributes: attributes.view(),
			status,
			leases,
			since: since.saturated_into(),
		}
	}
}

impl<Account: Encode, Balance: AtLeast32BitUnsigned> View for (&Account, Auditor<Balance>) {
	type View = views::Auditor;

	fn view(self) -> Self::View {
		let (account, Auditor { info, deposit, audits }) = self;
		views::Auditor {
			auditor: AccountId::of(account),
			info: Hash(info),
			deposit: amount(deposit),
			audits,
		}
	}
}

impl<Account: Encode, Balance, BlockNumber> View for (&Account, Audit<Balance, BlockNumber>)
where
	Balance: AtLeast32BitUnsigned,
	BlockNumber: AtLeast32BitUnsigned,
{
	type View = views::Audit;

	fn view(self) -> Self::View {
		let (account, Audit { registration, attributes, deposit }) = self;
		views::Audit {
			auditor: AccountId::of(account),
			registration: registration.saturated_into(),
			attributes: attributes.view(),
			deposit: amount(deposit),
		}
	}
}

impl<BlockNumber: AtLeast32BitUnsigned> View for Mode<BlockNumber> {
	type View = views::LeaseMode;

	fn view(self) -> Self::View {
		match self {
			Self::Metered { heartbeat } => {
				views::LeaseMode::Metered { heartbeat: heartbeat.saturated_into() }
			}
			Self::Fixed { span, heartbeat } => views::LeaseMode::Fixed {
				span: span.saturated_into(),
				heartbeat: heartbeat.saturated_into(),
			},
			Self::Proven { circuit, model, input, epoch } => views::LeaseMode::Proven {
				circuit: Hash(circuit),
				model,
				input,
				epoch: epoch.saturated_into(),
			},
		}
	}
}

impl<BlockNumber: From<u32>> From<views::LeaseMode> for Mode<BlockNumber> {
	fn from(mode: views::LeaseMode) -> Self {
		match mode {
			views::LeaseMode::Metered { heartbeat } => {
				Self::Metered { heartbeat: heartbeat.into() }
			}
			views::LeaseMode::Fixed { span, heartbeat } => {
				Self::Fixed { span: span.into(), heartbeat: heartbeat.into() }
			}
			views::LeaseMode::Proven { circuit, model, input, epoch } => {
				Self::Proven { circuit: circuit.0, model, input, epoch: epoch.into() }
			}
		}
	}
}

impl<Account: Encode, Balance, BlockNumber> View for OrderTerms<Account, Balance, BlockNumber>
where
	Balance: AtLeast32BitUnsigned,
	BlockNumber: AtLeast32BitUnsigned,
{
	type View = views::OrderTerms;

	fn view(self) -> Self::View {
		let Self {
			resources,
			attributes,
			auditors,
			provider,
			mode,
			max_rate,
			min_notice,
			manifest,
		} = self;
		views::OrderTerms {
			resources: resources.view(),
			attributes: attributes.view(),
			auditors: auditors.iter().map(AccountId::of).collect(),
			provider: provider.as_ref().map(AccountId::of),
			mode: mode.view(),
			max_rate: amount(max_rate),
			min_notice: min_notice.saturated_into(),
			manifest: Hash(manifest),
		}
	}
}

impl<Account: Encode, Balance, BlockNumber> View for (OrderId, Order<Account, Balance, BlockNumber>)
where
	Balance: AtLeast32BitUnsigned,
	BlockNumber: AtLeast32BitUnsigned,
{
	type View = views::Order;

	fn view(self) -> Self::View {
		let (id, Order { tenant, terms, expires_at, deposit }) = self;
		views::Order {
			order: id,
			tenant: AccountId::of(&tenant),
			terms: terms.view(),
			expires_at: expires_at.saturated_into(),
			deposit: amount(deposit),
		}
	}
}

impl<Account: Encode, Balance, BlockNumber> View for Bid<Account, Balance, BlockNumber>
where
	Balance: AtLeast32BitUnsigned,
	BlockNumber: AtLeast32BitUnsigned,
{
	type View = views::Bid;

	fn view(self) -> Self::View {
		let Self { provider, rate, notice, deposit } = self;
		views::Bid {
			provider: AccountId::of(&provider),
			rate: amount(rate),
			notice: notice.saturated_into(),
			deposit: amount(deposit),
		}
	}
}

impl<Balance: AtLeast32BitUnsigned> View for Ledger<Balance> {
	type View = views::Ledger;

	fn view(self) -> Self::View {
		let Self { funded, paid, fee, refunded } = self;
		views::Ledger {
			funded: amount(funded),
			paid: amount(paid),
			fee: amount(fee),
			refunded: amount(refunded),
		}
	}
}

impl<Account: Encode, Balance: AtLeast32BitUnsigned> View for Funder<Account, Balance> {
	type View = views::Funder;

	fn view(self) -> Self::View {
		let Self { who, left } = self;
		views::Funder { who: AccountId::of(&who), left: amount(left) }
	}
}

impl<Balance, BlockNumber> View for State<Balance, BlockNumber>
where
	Balance: AtLeast32BitUnsigned,
	BlockNumber: AtLeast32BitUnsigned,
{
	type View = views::LeaseState;

	fn view(self) -> Self::View {
		match self {
			Self::Pending { until } => views::LeaseState::Pending { until: until.saturated_into() },
			Self::Active => views::LeaseState::Active,
			Self::Starved { until } => views::LeaseState::Starved { until: until.saturated_into() },
			Self::Disputed { until, by, deposit } => views::LeaseState::Disputed {
				until: until.saturated_into(),
				by,
				deposit: amount(deposit),
			},
		}
	}
}

impl<BlockNumber: AtLeast32BitUnsigned> View for End<BlockNumber> {
	type View = views::LeaseEnd;

	fn view(self) -> Self::View {
		let Self { at, reason } = self;
		views::LeaseEnd { at: at.saturated_into(), reason }
	}
}

impl<BlockNumber: AtLeast32BitUnsigned> View for Epoch<BlockNumber> {
	type View = views::WorkEpoch;

	fn view(self) -> Self::View {
		let Self { number, start, input, proven } = self;
		views::WorkEpoch { number, start: start.saturated_into(), input, proven }
	}
}

impl<Balance, BlockNumber> View for LeaseTerms<Balance, BlockNumber>
where
	Balance: AtLeast32BitUnsigned,
	BlockNumber: AtLeast32BitUnsigned,
{
	type View = views::LeaseTerms;

	fn view(self) -> Self::View {
		let Self { resources, rate, notice, manifest } = self;
		views::LeaseTerms {
			resources: resources.view(),
			rate: amount(rate),
			notice: notice.saturated_into(),
			manifest: Hash(manifest),
		}
	}
}

impl<Balance, BlockNumber> View for Proposal<Balance, BlockNumber>
where
	Balance: AtLeast32BitUnsigned,
	BlockNumber: AtLeast32BitUnsigned,
{
	type View = views::Proposal;

	fn view(self) -> Self::View {
		let Self { by, terms } = self;
		views::Proposal { by, terms: terms.view() }
	}
}

impl<Account: Encode, Balance, BlockNumber> View
	for (LeaseId, ClosedLease<Account, Balance, BlockNumber>)
where
	Balance: AtLeast32BitUnsigned,
	BlockNumber: AtLeast32BitUnsigned,
{
	type View = views::ClosedLease;

	fn view(self) -> Self::View {
		let (id, closed) = self;
		let ClosedLease {
			tenant,
			provider,
			reason,
			ledger,
			opened_at,
			closed_at,
			forget_at,
			rater,
			rating,
		} = closed;
		views::ClosedLease {
			lease: id,
			tenant: AccountId::of(&tenant),
			provider: AccountId::of(&provider),
			reason,
			ledger: ledger.view(),
			opened_at: opened_at.saturated_into(),
			closed_at: closed_at.saturated_into(),
			forget_at: forget_at.saturated_into(),
			rater,
			rating,
		}
	}
}

impl<Account: Encode> View for Mismatch<Account> {
	type View = views::Mismatch;

	fn view(self) -> Self::View {
		match self {
			Self::OrderNotFound => views::Mismatch::OrderNotFound,
			Self::ProviderNotFound => views::Mismatch::ProviderNotFound,
			Self::NotAccepting => views::Mismatch::NotAccepting,
			Self::BondTooLow => views::Mismatch::BondTooLow,
			Self::OtherProvider => views::Mismatch::OtherProvider,
			Self::OwnOrder => views::Mismatch::OwnOrder,
			Self::CircuitNotActive => views::Mismatch::CircuitNotActive,
			Self::ResourceShort(kind) => views::Mismatch::ResourceShort(kind.view()),
			Self::AttributeMissing(key) => views::Mismatch::AttributeMissing(key.to_string()),
			Self::AuditMissing { auditor, key } => views::Mismatch::AuditMissing {
				auditor: AccountId::of(&auditor),
				key: key.to_string(),
			},
			Self::RateZero => views::Mismatch::RateZero,
			Self::RateTooHigh => views::Mismatch::RateTooHigh,
			Self::NoticeTooShort => views::Mismatch::NoticeTooShort,
			Self::NoticeTooLong => views::Mismatch::NoticeTooLong,
			Self::BidsFull => views::Mismatch::BidsFull,
		}
	}
}
