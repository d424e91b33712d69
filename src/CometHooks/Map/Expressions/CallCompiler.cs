namespace CometHooks.Map.Expressions;

/// <summary>Calls of functions: all values first, then their kinds, then the function.</summary>
internal static class CallCompiler
{
    public static Evaluator Compile(Call call)
    {
        var codes = call.Arguments.Select(Compiler.Compile).ToArray();
        var (function, parameters) = (call.Function.Body, call.Function.Parameters);
        return (ref frame, in context) =>
        {
            var arguments = default(Arguments);
            for (var i = 0; i < codes.Length; i++)
            {
                arguments[i] = codes[i](ref frame, context);
                if (arguments[i].IsFailed)
                {
                    return arguments[i];
                }
            }

            for (var i = 0; i < codes.Length; i++)
            {
                if (!frame.Spend())
                {
                    return call.Place.TooMuchWork();
                }

                arguments[i] = ArgumentCheck.Of(arguments[i], parameters[i], call, i);
                if (arguments[i].IsFailed)
                {
                    return arguments[i];
                }
            }

            return function(ref frame, arguments, call);
        };
    }
}
