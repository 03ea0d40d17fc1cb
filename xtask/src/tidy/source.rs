//! The modules of a crate, read from its files: what each declares, brings in and names, and where a name leads.
//! What is only there for tests isn't read.

use super::tokens::{Naming, is_test_only, namings};
use anyhow::{Context, Result, bail};
use proc_macro2::Span;
use quote::ToTokens;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};
use syn::{Attribute, Item, UseName, UseRename, UseTree};

/// The place of a module in [`Source::modules`].
pub type Id = usize;
pub const ROOT: Id = 0;

/// How many re-exports a name is followed through; a circle of them ends here.
const DEEPEST: usize = 16;

/// One crate.
pub struct Source {
    /// The root first.
    pub modules: Vec<Module>,
    /// Macros that are called without a path, and the modules that declare them.
    macros: BTreeMap<String, Id>,
}

pub struct Module {
    /// From the root of the workspace.
    pub file: PathBuf,
    pub name: String,
    pub parent: Option<Id>,
    pub children: BTreeMap<String, Id>,
    /// What it declares itself.
    pub declared: BTreeMap<String, Declared>,
    brought_in: Vec<Import>,
    /// What stands under no name: implementations, and macros that are called.
    unnamed: Vec<Naming>,
}

/// A function, a type, …
pub struct Declared {
    /// It does something where it is named: a function, a value or a macro, but not a type.
    pub acts: bool,
    pub names: Vec<Naming>,
}

struct Import {
    /// Under which name it is known here; a glob has none.
    name: Option<String>,
    from: Naming,
}

/// Where a name leads.
#[derive(Debug, PartialEq, Eq)]
pub enum Home<'a> {
    /// A crate, or a name that is none of this crate's.
    Outside(&'a str),
    Module(Id),
    /// Something that a module declares, itself or through a macro.
    Item(Id, &'a str),
}

impl Source {
    /// Reads a crate from its `lib.rs` or `main.rs`, a path from the root of the workspace.
    pub fn read(workspace: &Path, file: &Path) -> Result<Self> {
        let mut source = Self {
            modules: Vec::new(),
            macros: BTreeMap::new(),
        };
        source.read_file(workspace, file, "crate", None)?;
        Ok(source)
    }

    fn read_file(&mut self, workspace: &Path, file: &Path, name: &str, parent: Option<Id>) -> Result<Option<Id>> {
        let text =
            fs::read_to_string(workspace.join(file)).with_context(|| format!("can't read {}", file.display()))?;
        let parsed = syn::parse_file(&text).with_context(|| format!("can't parse {}", file.display()))?;
        if is_left_out(&parsed.attrs) {
            return Ok(None);
        }
        let folder = match file.file_stem().and_then(|stem| stem.to_str()) {
            Some("lib" | "main" | "mod") => file.with_file_name(""),
            _ => file.with_extension(""),
        };
        let id = self.add(file, name, parent);
        self.read_items(workspace, &folder, id, parsed.items)?;
        Ok(Some(id))
    }

    fn add(&mut self, file: &Path, name: &str, parent: Option<Id>) -> Id {
        self.modules.push(Module {
            file: file.to_owned(),
            name: name.to_owned(),
            parent,
            children: BTreeMap::new(),
            declared: BTreeMap::new(),
            brought_in: Vec::new(),
            unnamed: Vec::new(),
        });
        self.modules.len() - 1
    }

    fn read_items(&mut self, workspace: &Path, folder: &Path, id: Id, items: Vec<Item>) -> Result<()> {
        for item in items {
            if is_left_out(attributes(&item)) {
                continue;
            }
            match item {
                Item::Mod(child) => self.read_child(workspace, folder, id, child)?,
                Item::Use(import) => {
                    let mut start: Vec<_> = import.leading_colon.iter().map(|_| String::new()).collect();
                    flatten(&import.tree, &mut start, &mut self.modules[id].brought_in);
                }
                item => self.declare(id, &item),
            }
        }
        Ok(())
    }

    fn read_child(&mut self, workspace: &Path, folder: &Path, id: Id, child: syn::ItemMod) -> Result<()> {
        let name = child.ident.to_string();
        let own_folder = folder.join(&name);
        if let Some((_, items)) = child.content {
            let inline = self.add(&self.modules[id].file.clone(), &name, Some(id));
            self.modules[id].children.insert(name, inline);
            return self.read_items(workspace, &own_folder, inline, items);
        }
        if child.attrs.iter().any(|attribute| attribute.path().is_ident("path")) {
            bail!(
                "{}: `#[path]` on `mod {name}`: only tests may lie elsewhere than their name says",
                self.modules[id].file.display()
            );
        }
        let files = [own_folder.with_extension("rs"), own_folder.join("mod.rs")];
        let file = files.iter().find(|file| workspace.join(file).is_file());
        let file = file.with_context(|| format!("{}: no file for `mod {name}`", self.modules[id].file.display()))?;
        if let Some(read) = self.read_file(workspace, file, &name, Some(id))? {
            self.modules[id].children.insert(name, read);
        }
        Ok(())
    }

    fn declare(&mut self, id: Id, item: &Item) {
        let names = namings(item.to_token_stream());
        let module = &mut self.modules[id];
        let (name, acts) = match item {
            Item::Fn(item) => (&item.sig.ident, true),
            Item::Const(item) => (&item.ident, true),
            Item::Static(item) => (&item.ident, true),
            Item::Macro(syn::ItemMacro { ident: Some(name), .. }) => {
                self.macros.insert(name.to_string(), id);
                (name, true)
            }
            Item::Struct(item) => (&item.ident, false),
            Item::Enum(item) => (&item.ident, false),
            Item::Union(item) => (&item.ident, false),
            Item::Trait(item) => (&item.ident, false),
            Item::Type(item) => (&item.ident, false),
            _ => return module.unnamed.extend(names),
        };
        module.declared.insert(name.to_string(), Declared { acts, names });
    }

    /// A module and those that hold it, innermost first.
    pub fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(Some(id), |id| self.modules[*id].parent)
    }

    /// Every name that a module's own code writes, with where it leads.
    pub fn names(&self, id: Id) -> impl Iterator<Item = (&Naming, Home<'_>)> {
        let module = &self.modules[id];
        let declared = module.declared.values().flat_map(|declared| &declared.names);
        let brought_in = module.brought_in.iter().map(|import| &import.from);
        brought_in
            .chain(declared)
            .chain(&module.unnamed)
            .map(move |naming| (naming, self.home(id, naming)))
    }

    /// Where a name leads that stands in a module.
    pub fn home<'a>(&'a self, from: Id, naming: &'a Naming) -> Home<'a> {
        let home = self.resolve(from, naming.path.iter().map(String::as_str).collect(), 0);
        match (home, naming.path.as_slice()) {
            (Home::Outside(name), [_]) if naming.is_macro => match self.macros.get(name) {
                Some(&module) => Home::Item(module, name),
                None => Home::Outside(name),
            },
            // A variable or field that is called like a module.
            (Home::Module(_), [name]) => Home::Outside(name),
            // A macro of `#[macro_export]` is named as if the root declared it.
            (Home::Item(ROOT, name), _) if naming.is_macro && self.macros.contains_key(name) => {
                Home::Item(self.macros[name], name)
            }
            (home, _) => home,
        }
    }

    /// Follows a path from a module.
    fn resolve<'a>(&'a self, from: Id, path: Vec<&'a str>, depth: usize) -> Home<'a> {
        let (first, rest) = match path.as_slice() {
            ["", name, ..] => return Home::Outside(name),
            [] | [""] => return Home::Module(from),
            [first, rest @ ..] => (*first, rest),
        };
        match first {
            _ if depth > DEEPEST => Home::Outside(first),
            "crate" => self.walk(ROOT, rest, depth),
            "self" => self.walk(from, rest, depth),
            "super" => self.walk(self.modules[from].parent.unwrap_or(ROOT), rest, depth),
            _ => self.look_up(from, &path, depth).unwrap_or(Home::Outside(first)),
        }
    }

    /// Follows the rest of a path within a module.
    fn walk<'a>(&'a self, module: Id, rest: &[&'a str], depth: usize) -> Home<'a> {
        match rest {
            [] | ["*"] => Home::Module(module),
            ["self", rest @ ..] => self.walk(module, rest, depth),
            ["super", rest @ ..] => self.walk(self.modules[module].parent.unwrap_or(ROOT), rest, depth),
            // What isn't found was declared by a macro.
            [name, ..] => self.look_up(module, rest, depth).unwrap_or(Home::Item(module, name)),
        }
    }

    /// What a module knows under the first name of a path.
    fn look_up<'a>(&'a self, id: Id, path: &[&'a str], depth: usize) -> Option<Home<'a>> {
        if depth > DEEPEST {
            return None;
        }
        let module = &self.modules[id];
        let (name, rest) = path.split_first()?;
        let is_child = module.children.get(*name).filter(|_| !rest.is_empty());
        if let Some(&child) = is_child {
            return Some(self.walk(child, rest, depth));
        }
        if module.declared.contains_key(*name) {
            return Some(Home::Item(id, name));
        }
        if let Some(&child) = module.children.get(*name) {
            return Some(Home::Module(child));
        }
        let leads = |import: &'a Import, rest: &[&'a str]| {
            let start = import.from.path.iter().map(String::as_str);
            let path = start.filter(|name| *name != "*").chain(rest.iter().copied());
            self.resolve(id, path.collect(), depth + 1)
        };
        let mut named = module.brought_in.iter();
        if let Some(import) = named.find(|import| import.name.as_deref() == Some(*name)) {
            return Some(leads(import, rest));
        }
        let globs = module.brought_in.iter().filter(|import| import.name.is_none());
        let mut own = globs.filter(|glob| self.begins_here(id, &glob.from));
        own.find_map(|glob| match leads(glob, &[]) {
            Home::Module(of) if of != id => self.look_up(of, path, depth + 1),
            _ => None,
        })
    }

    /// Whether an import is of this crate. Asked of globs before they are followed: most are another crate's.
    fn begins_here(&self, id: Id, import: &Naming) -> bool {
        let module = &self.modules[id];
        import.path.first().is_some_and(|first| {
            let named = || {
                module
                    .brought_in
                    .iter()
                    .any(|import| import.name.as_ref() == Some(first))
            };
            ["crate", "self", "super"].contains(&first.as_str()) || module.children.contains_key(first) || named()
        })
    }
}

/// Every name that a tree of imports brings in.
fn flatten(tree: &UseTree, path: &mut Vec<String>, found: &mut Vec<Import>) {
    let mut add = |span: Span, name: Option<String>, last: Option<String>| {
        let path = path.iter().cloned().chain(last).collect();
        let line = span.start().line;
        let from = Naming {
            path,
            line,
            is_macro: false,
        };
        found.push(Import { name, from });
    };
    match tree {
        UseTree::Path(part) => {
            path.push(part.ident.to_string());
            flatten(&part.tree, path, found);
            path.pop();
        }
        UseTree::Name(name) if name.ident == "self" => add(name.ident.span(), path.last().cloned(), None),
        UseTree::Name(UseName { ident }) => add(ident.span(), Some(ident.to_string()), Some(ident.to_string())),
        UseTree::Rename(UseRename { ident, rename, .. }) => {
            let last = Some(ident.to_string()).filter(|ident| ident != "self");
            add(ident.span(), Some(rename.to_string()), last);
        }
        UseTree::Glob(glob) => add(glob.star_token.span, None, Some("*".into())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, path, found)),
    }
}

fn is_left_out(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| is_test_only(attribute.meta.to_token_stream()))
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
