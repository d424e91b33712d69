using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CometHooks.Tests.Sources;

/// <summary>Makes a plugin's assembly from a line of source, so that each way to be wrong needs no project of its own.</summary>
internal static class PluginCompiler
{
    private const string Plain = """
        using System;
        using System.Collections.Generic;
        using CometHooks;
        public abstract class Plain : ISourceAdapter
        {
            public virtual string Source => "plain";
            public Verification Verify(WebhookRequest request, SourceSettings settings) => Verification.Valid;
            public IReadOnlyList<SourceEvent> Read(WebhookRequest request) => Array.Empty<SourceEvent>();
        }

        """;

    public static byte[] Compile(string name, string source)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(Plain + source)],
            platform.Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || path.EndsWith("CometHooks.Abstractions.dll", StringComparison.Ordinal))
                .Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return assembly.ToArray();
    }
}
