use pullback_db::*;
use pullback_codegen::Jit;

#[test]
fn smoke() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/programs");
    let mut db = Database::new();
    let mut names: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "mlir")).collect();
    names.sort();
    for path in names {
        let text = std::fs::read_to_string(&path).unwrap();
        let file = db.set_file(&path.file_name().unwrap().to_string_lossy(), text.clone());
        for d in [Derivative::None, Derivative::Grad { wrt: None, mode: Mode::Reverse, order: 1 }, Derivative::Grad { wrt: None, mode: Mode::Forward, order: 1 }, Derivative::Vjp { wrt: None }, Derivative::Jvp { wrt: None },
        Derivative::Grad { wrt: None, mode: Mode::Reverse, order: 2 }, Derivative::Grad { wrt: None, mode: Mode::Forward, order: 2 }] {
            let request = Request::new(file, "f", d.clone());
            match db.image(&request) {
                Ok(image) => {
                    let jit = Jit::new().unwrap();
                    for o in &image.objects { jit.add_object(o).unwrap(); }
                    let f = jit.function(&image.entry).unwrap();
                    println!("{} {:?}: ok {}", file.name(&db), d, f.entry());
                }
                Err(e) => println!("{} {:?}: {}", file.name(&db), d, e.render(&text)),
            }
        }
    }
}
