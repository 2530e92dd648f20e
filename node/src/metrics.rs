//! What the verification of proofs tells Prometheus.

use census_zk_host::accelerators::{counters, Counters};
use prometheus_endpoint::{
	prometheus::{
		core::{Collector, Desc},
		proto::{Bucket, Histogram, Metric, MetricFamily, MetricType},
	},
	register, Counter, Gauge, PrometheusError, Registry, U64,
};
use std::{collections::HashMap, future::Future, time::Duration};

/// How often the figures are brought up to date.
const INTERVAL: Duration = Duration::from_secs(5);

/// A figure that only grows, and where it is read.
type Growing = (&'static str, &'static str, fn(&Counters) -> u64);

const GROWING: [Growing; 5] = [
	("accept_hits", "Proofs that were known to be accepted", |now| now.accept_hits),
	("accept_misses", "Proofs that were not known to be accepted", |now| now.accept_misses),
	("key_hits", "Keys passed as bytes that had been prepared", |now| now.key_hits),
	("key_misses", "Keys passed as bytes that had to be prepared", |now| now.key_misses),
	("bisections", "Parts of batches looked into for what is refused", |now| now.bisections),
];

/// How many proofs were verified together: a histogram of what has been counted already.
#[derive(Clone)]
struct BatchSizes(Desc);

impl BatchSizes {
	const NAME: &'static str = "census_proofs_batch_size";
	const HELP: &'static str = "How many proofs were verified together";
	/// The upper bounds of the classes of [`Counters::batch_sizes`], but for the last.
	const BOUNDS: [f64; 4] = [8., 64., 256., 1024.];

	fn new() -> Result<Self, PrometheusError> {
		Desc::new(Self::NAME.into(), Self::HELP.into(), Vec::new(), HashMap::new()).map(Self)
	}

	/// The histogram of these counters.
	fn histogram(now: &Counters) -> Histogram {
		let mut histogram = Histogram::default();
		let mut count = 0;
		let mut buckets = Vec::new();
		for (bound, size) in Self::BOUNDS.into_iter().zip(now.batch_sizes) {
			count += size;
			let mut bucket = Bucket::default();
			bucket.set_upper_bound(bound);
			bucket.set_cumulative_count(count);
			buckets.push(bucket);
		}
		histogram.set_bucket(buckets);
		histogram.set_sample_count(now.batch_sizes.iter().sum());
		histogram.set_sample_sum(now.batched_proofs as f64);
		histogram
	}
}

impl Collector for BatchSizes {
	fn desc(&self) -> Vec<&Desc> {
		vec![&self.0]
	}

	fn collect(&self) -> Vec<MetricFamily> {
		let mut metric = Metric::default();
		metric.set_histogram(Self::histogram(&counters()));
		let mut family = MetricFamily::default();
		family.set_name(Self::NAME.into());
		family.set_help(Self::HELP.into());
		family.set_field_type(MetricType::HISTOGRAM);
		family.set_metric(vec![metric]);
		vec![family]
	}
}

/// Registers the figures, and returns what keeps them up to date.
pub(crate) fn verification(
	registry: &Registry,
) -> Result<impl Future<Output = ()> + Send + 'static, PrometheusError> {
	let mut growing = Vec::new();
	for (name, help, read) in GROWING {
		let counter = Counter::<U64>::new(format!("census_proofs_{name}_total"), help)?;
		growing.push((register(counter, registry)?, read));
	}
	let gauge = |name: &str, help: &str| register(Gauge::<U64>::new(name, help)?, registry);
	let accepts = gauge("census_proofs_accepts", "Accepted proofs that are remembered now")?;
	let keys = gauge("census_proofs_keys", "Prepared keys that are kept now")?;
	register(BatchSizes::new()?, registry)?;
	Ok(async move {
		loop {
			let now = counters();
			for (counter, read) in &growing {
				counter.inc_by(read(&now).saturating_sub(counter.get()));
			}
			accepts.set(now.accepts);
			keys.set(now.keys);
			futures_timer::Delay::new(INTERVAL).await;
		}
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use futures::FutureExt;

	#[test]
	fn every_figure_has_a_name_of_its_own() {
		let registry = Registry::new();
		let mut task = Box::pin(verification(&registry).unwrap());
		assert!(task.as_mut().now_or_never().is_none(), "the task goes on");
		let names: Vec<_> =
			registry.gather().iter().map(|family| family.get_name().to_string()).collect();
		assert_eq!(names.len(), GROWING.len() + 2 + 1);
		assert!(names.iter().all(|name| name.starts_with("census_proofs_")));
		assert!(verification(&registry).is_err(), "the same figures twice");
	}

	#[test]
	fn sizes_are_told_as_a_histogram_of_all_batches() {
		let now = Counters { batched_proofs: 3_000, batch_sizes: [5, 4, 0, 2, 1], ..counters() };
		let histogram = BatchSizes::histogram(&now);
		let cumulative: Vec<_> = histogram
			.get_bucket()
			.iter()
			.map(|bucket| (bucket.get_upper_bound(), bucket.get_cumulative_count()))
			.collect();
		assert_eq!(cumulative, [(8., 5), (64., 9), (256., 9), (1024., 11)]);
		assert_eq!((histogram.get_sample_count(), histogram.get_sample_sum()), (12, 3_000.));
	}
}
