//! `#[describe]`: a description of a JSON-RPC trait, from the trait itself.
//!
//! It stands above jsonrpsee's `#[rpc]` and leaves the trait as it is, but for three things: parameters
//! get their names in camelCase; `#[errors(…)]` above a method, which names errors that it alone may
//! give, is taken out; and a function `describe` is put beside the trait, which tells each method's name,
//! documentation, parameters, result and errors, with the schemas of their types.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{
	parenthesized,
	parse::{Parse, ParseStream},
	parse_macro_input, parse_quote,
	punctuated::Punctuated,
	spanned::Spanned,
	Attribute, Error, Expr, ExprLit, FnArg, GenericArgument, Ident, ItemTrait, Lit, LitStr, Meta,
	Pat, PathArguments, Result, ReturnType, Token, TraitItem, TraitItemFn, Type,
};

/// Describes a trait; see the crate's documentation. It takes no arguments.
#[proc_macro_attribute]
pub fn describe(
	arguments: proc_macro::TokenStream,
	item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
	let _: syn::parse::Nothing = parse_macro_input!(arguments);
	let item = parse_macro_input!(item as ItemTrait);
	expand(item).unwrap_or_else(Error::into_compile_error).into()
}

/// One argument of jsonrpsee's attributes: `server`, `name = "x"`, `name = "x" => "y"`, `item = Type`.
struct Argument {
	name: Ident,
	value: Option<Value>,
	arrow: Option<LitStr>,
}

enum Value {
	Text(LitStr),
	Type(Box<Type>),
}

impl Parse for Argument {
	fn parse(input: ParseStream<'_>) -> Result<Self> {
		let name = input.parse()?;
		if input.peek(syn::token::Paren) {
			let inner;
			parenthesized!(inner in input);
			inner.parse::<TokenStream>()?;
			return Ok(Self { name, value: None, arrow: None });
		}
		let mut value = None;
		if input.parse::<Option<Token![=]>>()?.is_some() {
			value = Some(match input.peek(LitStr) {
				true => Value::Text(input.parse()?),
				false => Value::Type(Box::new(input.parse()?)),
			});
		}
		let arrow = match input.parse::<Option<Token![=>]>>()? {
			Some(_) => Some(input.parse()?),
			None => None,
		};
		Ok(Self { name, value, arrow })
	}
}

/// The arguments of an attribute.
struct Arguments(Vec<Argument>);

impl Arguments {
	/// Those of the attribute of this name, if it is there.
	fn of(attributes: &[Attribute], name: &str) -> Result<Option<Self>> {
		let Some(attribute) = attributes.iter().find(|attribute| attribute.path().is_ident(name))
		else {
			return Ok(None);
		};
		let list =
			attribute.parse_args_with(Punctuated::<Argument, Token![,]>::parse_terminated)?;
		Ok(Some(Self(list.into_iter().collect())))
	}

	fn find(&self, name: &str) -> Option<&Argument> {
		self.0.iter().find(|argument| argument.name == name)
	}

	fn text(&self, name: &str) -> Option<String> {
		match self.find(name)?.value.as_ref()? {
			Value::Text(text) => Some(text.value()),
			Value::Type(_) => None,
		}
	}

	fn ty(&self, name: &str) -> Option<&Type> {
		match self.find(name)?.value.as_ref()? {
			Value::Type(ty) => Some(ty),
			Value::Text(_) => None,
		}
	}
}

/// The documentation of an item: its lines, without the space that each begins with.
fn documentation(attributes: &[Attribute]) -> String {
	let line = |attribute: &Attribute| match &attribute.meta {
		Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
			Expr::Lit(ExprLit { lit: Lit::Str(line), .. }) => {
				let line = line.value();
				Some(line.strip_prefix(' ').unwrap_or(&line).to_string())
			}
			_ => None,
		},
		_ => None,
	};
	attributes.iter().filter_map(line).collect::<Vec<_>>().join("\n")
}

/// `snake_case` in camelCase.
fn camel_case(name: &str) -> String {
	let mut words = name.split('_');
	let first = words.next().unwrap_or_default().to_string();
	words.fold(first, |name, word| {
		let mut letters = word.chars();
		let initial = letters.next().map(|letter| letter.to_ascii_uppercase());
		name + &initial.into_iter().chain(letters).collect::<String>()
	})
}

/// `T` of a type `Name<T>` or `Name<T, …>`.
fn first_argument<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
	let Type::Path(path) = ty else { return None };
	let last = path.path.segments.last().filter(|segment| segment.ident == name)?;
	let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
	arguments.args.iter().find_map(|argument| match argument {
		GenericArgument::Type(ty) => Some(ty),
		_ => None,
	})
}

/// Gives the parameters their names, and describes them.
fn parameters(method: &mut TraitItemFn) -> Result<Vec<TokenStream>> {
	let mut described = Vec::new();
	for input in &mut method.sig.inputs {
		let FnArg::Typed(parameter) = input else { continue };
		let Pat::Ident(ident) = &*parameter.pat else {
			return Err(Error::new(parameter.span(), "a parameter has a name"));
		};
		let rust = ident.ident.to_string();
		let name = camel_case(&rust);
		if name != rust {
			parameter.attrs.push(parse_quote!(#[argument(rename = #name)]));
		}
		let (ty, required) = match first_argument(&parameter.ty, "Option") {
			Some(ty) => (ty, false),
			None => (&*parameter.ty, true),
		};
		described.push(quote! {
			crate::description::Parameter {
				name: #name,
				schema: schemas.read.subschema_for::<#ty>(),
				required: #required,
			}
		});
	}
	Ok(described)
}

/// Takes out `#[errors(…)]`.
fn errors(method: &mut TraitItemFn) -> Result<Vec<Ident>> {
	let mut errors = Vec::new();
	let mut left = Vec::new();
	for attribute in std::mem::take(&mut method.attrs) {
		if attribute.path().is_ident("errors") {
			let named =
				attribute.parse_args_with(Punctuated::<Ident, Token![,]>::parse_terminated)?;
			errors.extend(named);
		} else {
			left.push(attribute);
		}
	}
	method.attrs = left;
	Ok(errors)
}

fn expand(mut item: ItemTrait) -> Result<TokenStream> {
	let span = item.ident.span();
	let missing = |what: &str| Error::new(span, format!("{what} is missing"));
	let rpc = Arguments::of(&item.attrs, "rpc")?.ok_or_else(|| missing("#[rpc(…)]"))?;
	let namespace = rpc.text("namespace").ok_or_else(|| missing("the namespace"))?;
	let about = documentation(&item.attrs);
	let (mut methods, mut subscriptions) = (Vec::new(), Vec::new());
	for method in &mut item.items {
		let TraitItem::Fn(method) = method else { continue };
		let about = documentation(&method.attrs);
		let errors = errors(method)?;
		let parameters = parameters(method)?;
		let full = |name: String| format!("{namespace}_{name}");
		let span = method.sig.span();
		let missing = |what: &str| Error::new(span, format!("{what} is missing"));
		if let Some(attribute) = Arguments::of(&method.attrs, "method")? {
			let name = attribute.text("name").map(full).ok_or_else(|| missing("the name"))?;
			let ReturnType::Type(_, output) = &method.sig.output else {
				return Err(missing("the result"));
			};
			let result = first_argument(output, "Result").ok_or_else(|| missing("Result<_, _>"))?;
			methods.push(quote! {
				crate::description::Method {
					name: #name,
					about: #about,
					parameters: vec![#(#parameters),*],
					result: schemas.written.subschema_for::<#result>(),
					errors: vec![#(crate::error::Kind::#errors),*],
				}
			});
		} else if let Some(attribute) = Arguments::of(&method.attrs, "subscription")? {
			let name = attribute.text("name").map(full).ok_or_else(|| missing("the name"))?;
			let notification = attribute
				.find("name")
				.and_then(|argument| argument.arrow.as_ref())
				.map(|name| full(name.value()))
				.ok_or_else(|| missing("the notification's name"))?;
			let unsubscribe =
				attribute.text("unsubscribe").map(full).ok_or_else(|| missing("unsubscribe"))?;
			let item = attribute.ty("item").ok_or_else(|| missing("the item"))?;
			subscriptions.push(quote! {
				crate::description::Subscription {
					name: #name,
					notification: #notification,
					unsubscribe: #unsubscribe,
					about: #about,
					parameters: vec![#(#parameters),*],
					item: schemas.written.subschema_for::<#item>(),
				}
			});
		}
	}
	Ok(quote! {
		#item

		/// Describes the namespace. Schemas of named types are left with `schemas`.
		pub(crate) fn describe(
			schemas: &mut crate::description::Schemas,
		) -> crate::description::Namespace {
			crate::description::Namespace {
				name: #namespace,
				about: #about,
				methods: vec![#(#methods),*],
				subscriptions: vec![#(#subscriptions),*],
			}
		}
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn names_are_in_camel_case() {
		for (rust, json) in [("at", "at"), ("first_set", "firstSet"), ("a_b_c", "aBC"), ("", "")] {
			assert_eq!(camel_case(rust), json);
		}
	}

	#[test]
	fn a_trait_stays_as_it_is_but_for_names_and_errors() {
		let item: ItemTrait = parse_quote! {
			/// Things.
			#[rpc(server, client, namespace = "things")]
			pub trait ThingsRpc {
				/// One thing.
				///
				/// Or none.
				#[method(name = "thing", blocking)]
				#[errors(Busy)]
				fn thing(&self, big_thing: u32, at: Option<Hash>) -> Result<Option<Thing>, Error>;
			}
		};
		let expanded = expand(item).unwrap().to_string();
		let expected: ItemTrait = parse_quote! {
			/// Things.
			#[rpc(server, client, namespace = "things")]
			pub trait ThingsRpc {
				/// One thing.
				///
				/// Or none.
				#[method(name = "thing", blocking)]
				fn thing(
					&self,
					#[argument(rename = "bigThing")] big_thing: u32,
					at: Option<Hash>
				) -> Result<Option<Thing>, Error>;
			}
		};
		assert!(expanded.starts_with(&quote!(#expected).to_string()), "{expanded}");
		for part in [
			quote!(name: "things_thing", about: "One thing.\n\nOr none.",),
			quote!(name: "bigThing", schema: schemas.read.subschema_for::<u32>(), required: true,),
			quote!(name: "at", schema: schemas.read.subschema_for::<Hash>(), required: false,),
			quote!(result: schemas.written.subschema_for::<Option<Thing> >(),),
			quote!(errors: vec![crate::error::Kind::Busy],),
		] {
			assert!(expanded.contains(&part.to_string()), "{part} in {expanded}");
		}
	}

	#[test]
	fn what_cannot_be_described_is_an_error() {
		for item in [
			parse_quote! { trait A {} },
			parse_quote! { #[rpc(server)] trait A {} },
			parse_quote! { #[rpc(namespace = "a")] trait A { #[method(blocking)] fn a(&self); } },
			parse_quote! { #[rpc(namespace = "a")] trait A { #[method(name = "a")] fn a(&self); } },
			parse_quote! {
				#[rpc(namespace = "a")]
				trait A { #[subscription(name = "a" => "b", unsubscribe = "c")] fn a(&self); }
			},
		] {
			assert!(expand(item).is_err());
		}
	}
}
