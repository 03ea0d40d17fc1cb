fn main() {
    // The translations are compiled in; cargo does not see that by itself.
    println!("cargo:rerun-if-changed=locales");
}
