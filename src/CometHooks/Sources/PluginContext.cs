using System.Reflection;
using System.Runtime.Loader;

namespace CometHooks.Sources;

/// <summary>
/// Where a plugin's assemblies live: its own packages are its own, in whatever version; only the contract is the hub's,
/// or else its adapter would not be an <see cref="ISourceAdapter"/> here.
/// </summary>
internal sealed class PluginContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
{
    private readonly AssemblyDependencyResolver _resolver = new(path);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name != PluginContract.Name && _resolver.ResolveAssemblyToPath(assemblyName) is { } found
            ? LoadFromAssemblyPath(found)
            : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : nint.Zero;
}
