//! `#[derive(Pass)]` and `#[derive(OptionEnum)]`: a pass is a struct whose fields are its options.

use proc_macro::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Expr, ExprLit, Fields, Lit, LitStr, Meta, parse_macro_input};

/// Makes a struct a pass: its doc comment is the description, its fields are the options.
///
/// ```ignore
/// /// Counts the ops of a function.
/// #[derive(Pass)]
/// #[pass(name = "count-ops", on = "func.func", dialects = ["arith"])]
/// struct CountOps {
///     /// Count only ops of this dialect.
///     #[option(default = "arith")]
///     dialect: String,
/// }
/// ```
///
/// `on` is the anchor op (left out: any op), `dialects` the dialects whose ops the pass makes, `reads` (`"symbol"`,
/// `"interfaces"`, `"callees"` or `"module"`, which it is if left out) what the result for a symbol depends on. A field's
/// name in pipeline text is its kebab case; without `default` its type's default is taken.
#[proc_macro_derive(Pass, attributes(pass, option))]
pub fn derive_pass(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    pass(&input).unwrap_or_else(|error| error.to_compile_error().into())
}

fn pass(input: &DeriveInput) -> syn::Result<TokenStream> {
    let ident = &input.ident;
    let (mut name, mut anchor, mut dialects) = (None, None, Vec::new());
    let mut read = quote!(Module);
    for attribute in input.attrs.iter().filter(|a| a.path().is_ident("pass")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("name") {
                name = Some(meta.value()?.parse::<LitStr>()?);
            } else if meta.path.is_ident("on") {
                anchor = Some(meta.value()?.parse::<LitStr>()?);
            } else if meta.path.is_ident("dialects") {
                let list: syn::ExprArray = meta.value()?.parse()?;
                dialects.extend(list.elems);
            } else if meta.path.is_ident("reads") {
                read = reads(&meta.value()?.parse()?)?;
            } else {
                return Err(meta.error("expected `name`, `on`, `dialects` or `reads`"));
            }
            Ok(())
        })?;
    }
    let name = name.ok_or_else(|| {
        syn::Error::new_spanned(ident, "a pass needs a name: #[pass(name = \"my-pass\")]")
    })?;
    let anchor = match anchor {
        Some(anchor) => quote!(::core::option::Option::Some(#anchor)),
        None => quote!(::core::option::Option::None),
    };
    let description = doc(&input.attrs);

    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => fields.named.iter().collect(),
            Fields::Unit => Vec::new(),
            Fields::Unnamed(fields) => {
                return Err(syn::Error::new_spanned(fields, "options need names"));
            }
        },
        _ => return Err(syn::Error::new_spanned(ident, "a pass is a struct")),
    };
    let (mut infos, mut reads, mut defaults) = (Vec::new(), Vec::new(), Vec::new());
    for (index, field) in fields.iter().enumerate() {
        let field_ident = field.ident.as_ref().expect("fields are named");
        let ty = &field.ty;
        let option = kebab(&field_ident.to_string());
        let help = doc(&field.attrs);
        let mut default = quote!(<#ty as ::core::default::Default>::default());
        for attribute in field.attrs.iter().filter(|a| a.path().is_ident("option")) {
            attribute.parse_nested_meta(|meta| {
                if !meta.path.is_ident("default") {
                    return Err(meta.error("expected `default = ..`"));
                }
                let value: Expr = meta.value()?.parse()?;
                default = match &value {
                    Expr::Lit(ExprLit {
                        lit: Lit::Str(text),
                        ..
                    }) => quote!(<#ty as ::core::convert::From<&str>>::from(#text)),
                    _ => quote!(#value),
                };
                Ok(())
            })?;
        }
        infos.push(quote! {
            ::pullback_pass::OptionSpec {
                name: #option.to_owned(),
                description: #help.to_owned(),
                default: ::pullback_pass::OptionValue::show(&{ let d: #ty = #default; d }),
                kind: <#ty as ::pullback_pass::OptionValue>::KIND,
            }
        });
        reads.push(quote! {
            #field_ident: <#ty as ::pullback_pass::OptionValue>::parse(values[#index])
                .map_err(|why| ::std::format!("option `{}`: {why}", #option))?
        });
        defaults.push(quote!(#field_ident: #default));
    }
    Ok(quote! {
        impl ::pullback_pass::PassSpec for #ident {
            const NAME: &'static str = #name;
            const DESCRIPTION: &'static str = #description;
            const ANCHOR: ::core::option::Option<&'static str> = #anchor;
            const DIALECTS: &'static [&'static str] = &[#(#dialects),*];
            const READS: ::pullback_pass::Reads = ::pullback_pass::Reads::#read;
            fn options() -> ::std::vec::Vec<::pullback_pass::OptionSpec> {
                ::std::vec![#(#infos),*]
            }
            fn from_options(values: &[&str]) -> ::core::result::Result<Self, ::std::string::String> {
                let _ = values;
                ::core::result::Result::Ok(Self { #(#reads),* })
            }
        }
        impl ::core::default::Default for #ident {
            fn default() -> Self {
                Self { #(#defaults),* }
            }
        }
    }
    .into())
}

/// The variant of `Reads` that a word names.
fn reads(word: &LitStr) -> syn::Result<proc_macro2::TokenStream> {
    match word.value().as_str() {
        "symbol" => Ok(quote!(Symbol)),
        "interfaces" => Ok(quote!(Interfaces)),
        "callees" => Ok(quote!(Callees)),
        "module" => Ok(quote!(Module)),
        _ => Err(syn::Error::new_spanned(
            word,
            "a pass reads \"symbol\", \"interfaces\", \"callees\" or \"module\"",
        )),
    }
}

/// Makes an enum without data an option type: its variants' kebab-case names are the accepted words.
#[proc_macro_derive(OptionEnum)]
pub fn derive_option_enum(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let ident = &input.ident;
    let Data::Enum(data) = &input.data else {
        return syn::Error::new_spanned(ident, "OptionEnum is for enums")
            .to_compile_error()
            .into();
    };
    let variants: Vec<_> = data.variants.iter().map(|v| &v.ident).collect();
    let words: Vec<_> = variants.iter().map(|v| kebab(&v.to_string())).collect();
    quote! {
        impl ::pullback_pass::OptionValue for #ident {
            const KIND: ::pullback_pass::OptionKind = ::pullback_pass::OptionKind::String;
            fn parse(text: &str) -> ::core::result::Result<Self, ::std::string::String> {
                match text {
                    #(#words => ::core::result::Result::Ok(Self::#variants),)*
                    other => ::core::result::Result::Err(
                        ::pullback_pass::not_one_of(other, &[#(#words),*])),
                }
            }
            fn show(&self) -> ::std::string::String {
                match self { #(Self::#variants => #words.to_owned(),)* }
            }
        }
    }
    .into()
}

/// The doc comment as one line.
fn doc(attrs: &[syn::Attribute]) -> String {
    let mut lines = Vec::new();
    for attribute in attrs.iter().filter(|a| a.path().is_ident("doc")) {
        if let Meta::NameValue(pair) = &attribute.meta
            && let Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) = &pair.value
        {
            let text = text.value();
            if text.trim().is_empty() {
                break;
            }
            lines.push(text.trim().to_owned());
        }
    }
    lines.join(" ")
}

fn kebab(name: &str) -> String {
    let mut out = String::new();
    for (index, c) in name.chars().enumerate() {
        if c == '_' {
            out.push('-');
        } else if c.is_uppercase() {
            if index > 0 {
                out.push('-');
            }
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
    }
    out
}
