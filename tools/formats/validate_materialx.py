"""Checks MaterialX files with the MaterialX library: validate_materialx.py FILE.mtlx ...

A file passes when the document is valid against the standard libraries and a GLSL shader can be generated from its
material."""

import sys

import MaterialX as mx
from MaterialX import PyMaterialXGenGlsl, PyMaterialXGenShader


def libraries():
    document = mx.createDocument()
    mx.loadLibraries(mx.getDefaultDataLibraryFolders(), mx.getDefaultDataSearchPath(), document)
    return document


def problems(path, standard):
    document = mx.createDocument()
    mx.readFromXmlFile(document, path)
    document.importLibrary(standard)
    valid, message = document.validate()
    if not valid:
        return message
    materials = PyMaterialXGenShader.findRenderableElements(document)
    if not materials:
        return "there is no material in it"
    generator = PyMaterialXGenGlsl.GlslShaderGenerator.create()
    if hasattr(generator, "registerTypeDefs"):
        generator.registerTypeDefs(document)
    context = PyMaterialXGenShader.GenContext(generator)
    context.registerSourceCodeSearchPath(mx.getDefaultDataSearchPath())
    shader = generator.generate("shader", materials[0], context)
    return "" if shader.getSourceCode(PyMaterialXGenShader.PIXEL_STAGE) else "no shader can be made from it"


def main(paths):
    standard = libraries()
    bad = 0
    for path in paths:
        problem = problems(path, standard)
        bad += problem != ""
        print(f"{path}: {problem or 'valid MaterialX, shader generated'}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
