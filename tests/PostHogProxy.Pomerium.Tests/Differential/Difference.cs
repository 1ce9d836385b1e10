using PostHogProxy.Pomerium.Tests.Differential.Model;

namespace PostHogProxy.Pomerium.Tests.Differential;

/// <summary>Where model and product say different things of one file.</summary>
internal static class Difference
{
    /// <summary>The first difference in words; null where there is none.</summary>
    public static string? Of(MapNode file, int style, IEnumerable<ModelRequest> requests)
    {
        var product = new Product(YamlWriter.Write(file, style));
        ModelFile model;
        try
        {
            model = new(file);
        }
        catch (NotTakenException e)
        {
            return product.Refusal is null ? $"Pomerium does not take it ({e.Message}); the product says nothing." : null;
        }

        return product.Refusal is { } refusal
            ? $"Pomerium takes it; the product says: {refusal}"
            : requests.Select(request => Of(model, product, request)).FirstOrDefault(difference => difference is not null);
    }

    private static string? Of(ModelFile file, Product product, ModelRequest request)
    {
        var (expected, actual) = (Model.Pomerium.Answer(file, request), product.Answer(request));
        return expected == actual ? null : $"{request}\n  Pomerium: {expected}\n  product:  {actual}";
    }
}
