"""What has changed decides whether the database is looked at again before a start."""

from keyworker.console import preparing


def told(root, monkeypatch, **files):
    monkeypatch.setattr(preparing, "ROOT", root)
    for name, text in files.items():
        file = root / "keyworker" / name.replace("__", "/").replace("_py", ".py")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return preparing.programs_fingerprint()


def test_another_model_is_noticed_and_another_page_is_not(tmp_path, monkeypatch):
    monkeypatch.setattr(preparing, "ROOT", tmp_path)
    for folder in ("config", "requirements"):
        (tmp_path / folder).mkdir()
    (tmp_path / "requirements" / "base.txt").touch()
    before = told(tmp_path, monkeypatch, cases__models_py="a", cases__views__file_py="a")
    assert told(tmp_path, monkeypatch, cases__views__file_py="b") == before
    assert told(tmp_path, monkeypatch, cases__models_py="b") != before
