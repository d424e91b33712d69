using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using CometHooks.Configuration;

namespace CometHooks.Sources;

/// <summary>
/// Loads <c>plugins/Name/Name.dll</c>. Plugins are trusted code with the rights of the hub: only those named in the
/// configuration are ever opened. Each way to fail is a problem that names the plugin and says what to do.
/// </summary>
internal sealed partial class PluginLoader(string folder, ILogger logger)
{
    public bool TryLoad(string name, [NotNullWhen(true)] out FencedAdapter? adapter, [NotNullWhen(false)] out Problem? problem)
    {
        adapter = null;
        problem = null;
        if (name.Length == 0 || name.AsSpan().ContainsAny("/\\:") || name.StartsWith('.'))
        {
            problem = Problem(name, "a plugin is named by its folder alone, without a path");
            return false;
        }

        var path = Path.GetFullPath(Path.Combine(folder, name, name + ".dll"));
        if (!File.Exists(path))
        {
            problem = Problem(name, $"not found: publish it so that {path} exists, or take its name out of 'plugins'");
            return false;
        }

        try
        {
            var hash = Signatures.Sha256Hex(File.ReadAllBytes(path));
            var assembly = new PluginContext(path).LoadFromAssemblyPath(path);
            if (FindAdapter(assembly, out var type) is { } wrong)
            {
                problem = Problem(name, wrong);
                return false;
            }

            var plugin = FencedAdapter.AroundPlugin((ISourceAdapter)Activator.CreateInstance(type!)!, logger);
            if (!IsSourceName(plugin.Source))
            {
                problem = Problem(name, "its Source must be 1 to 64 lower-case letters, digits and dashes: it becomes part of a URL");
                return false;
            }

            adapter = plugin;

            Log.Loaded(logger, name, assembly.GetName().Version?.ToString() ?? "none", path, hash, adapter.Source);
            return true;
        }
        catch (Exception e)
        {
            problem = Problem(name, Explain(e));
            return false;
        }
    }

    public Problem Problem(string name, string message) => new($"{folder.Replace('\\', '/').TrimEnd('/')}/{name}", 0, 0, $"plugin '{name}': {message}.");

    // What is wrong, or null and the one adapter.
    private static string? FindAdapter(Assembly assembly, out Type? type)
    {
        type = null;
        if (PluginContract.Problem(assembly.GetReferencedAssemblies()) is { } mismatch)
        {
            return mismatch;
        }

        var types = assembly.GetTypes()
            .Where(candidate => candidate is { IsClass: true, IsAbstract: false } && typeof(ISourceAdapter).IsAssignableFrom(candidate))
            .ToArray();
        type = types is [var only] ? only : null;
        return types switch
        {
            [] => "there is no class in it that implements ISourceAdapter",
            [_] when type!.GetConstructor(Type.EmptyTypes) is null => $"{type.FullName} needs a public constructor without arguments",
            [_] => null,
            _ => $"several classes in it implement ISourceAdapter ({string.Join(", ", types.Select(each => each.FullName))}): make a plugin of each",
        };
    }

    private static string Explain(Exception e) => e switch
    {
        TargetInvocationException { InnerException: { } thrown } =>
            $"its constructor failed ({thrown.GetType().Name}: {thrown.Message.TrimEnd('.')}): it must only set fields",
        BadImageFormatException => "its file is not a .NET assembly: publish the plugin again",
        ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } =>
            $"a type in it cannot be loaded ({first.Message.TrimEnd('.')}): publish it with all its packages, against the hub's contract",
        FileNotFoundException or FileLoadException =>
            $"an assembly that it needs cannot be loaded ({e.Message.TrimEnd('.')}): publish the plugin with all its packages",
        _ => $"it cannot be loaded ({e.GetType().Name}: {e.Message.TrimEnd('.')})",
    };

    private static bool IsSourceName(string? source) =>
        source is { Length: > 0 and <= 64 } && source.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Loaded plugin {Plugin} {Version} from {Path} (SHA-256 {Hash}) for source {Source}")]
        public static partial void Loaded(ILogger logger, string plugin, string version, string path, string hash, string source);
    }
}
